using Tagalong.DevCluster.Requests;

namespace Tagalong.DevCluster.Faults;

/// <summary>The faults that are injected into requests. Thread-safe.</summary>
public sealed class FaultInjection
{
    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _active = [];

    internal FaultInjection()
    {
    }

    /// <summary>Activates a fault. If several faults match a request, all delays apply, and the first of the others.</summary>
    /// <param name="when">Which requests it matches, by a record without a status; null for all, discovery included. Must not throw.</param>
    /// <param name="times">The number of requests to which it applies; null for no limit.</param>
    /// <returns>An object that removes the fault when it is disposed.</returns>
    public IDisposable Add(Fault fault, Func<RequestRecord, bool>? when = null, int? times = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var active = new ActiveFault(this, fault, when ?? (static _ => true), times);
        lock (_gate)
        {
            _active.Add(active);
        }

        return active;
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _active.Clear();
        }
    }

    /// <summary>The faults that apply to a request, each of which is counted as used.</summary>
    internal IReadOnlyList<Fault> Take(RequestRecord request)
    {
        lock (_gate)
        {
            var matching = new List<Fault>();
            foreach (var active in _active)
            {
                var isDelay = active.Fault.Effect == FaultEffect.Delay;
                if ((isDelay || matching.TrueForAll(fault => fault.Effect == FaultEffect.Delay)) && active.TryUse(request))
                {
                    matching.Add(active.Fault);
                }
            }

            _active.RemoveAll(active => active.IsUsedUp);
            return matching;
        }
    }

    private void Remove(ActiveFault active)
    {
        lock (_gate)
        {
            _active.Remove(active);
        }
    }

    private sealed class ActiveFault(FaultInjection owner, Fault fault, Func<RequestRecord, bool> when, int? times) : IDisposable
    {
        private int? _left = times;

        public Fault Fault => fault;

        public bool IsUsedUp => _left <= 0;

        public bool TryUse(RequestRecord request)
        {
            if (IsUsedUp || !when(request))
            {
                return false;
            }

            _left--;
            return true;
        }

        public void Dispose() => owner.Remove(this);
    }
}
