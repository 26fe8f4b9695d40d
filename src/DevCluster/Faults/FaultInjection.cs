using Tagalong.DevCluster.Requests;

namespace Tagalong.DevCluster.Faults;

/// <summary>Faults on demand. Safe for use by many threads.</summary>
public sealed class FaultInjection
{
    private readonly Lock _gate = new();
    private readonly List<ArmedFault> _armed = [];

    internal FaultInjection()
    {
    }

    /// <summary>Lets requests fail from now on. Where several faults meet a request, all delays count, and the first of the others.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="when">Which requests it meets, by a record without a status; null for all, discovery included. Must not throw.</param>
    /// <param name="times">How many requests it meets before it is used up; null for no limit.</param>
    /// <returns>Disposing it takes the fault away.</returns>
    public IDisposable Add(Fault fault, Func<RequestRecord, bool>? when = null, int? times = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var armed = new ArmedFault(this, fault, when ?? (static _ => true), times);
        lock (_gate)
        {
            _armed.Add(armed);
        }

        return armed;
    }

    /// <summary>Takes all faults away.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _armed.Clear();
        }
    }

    internal IReadOnlyList<Fault> Meeting(RequestRecord request)
    {
        lock (_gate)
        {
            if (_armed.Count == 0)
            {
                return [];
            }

            var met = new List<Fault>();
            foreach (var armed in _armed)
            {
                var ends = armed.Fault.Effect != FaultEffect.Delay;
                if (!(ends && met.Exists(fault => fault.Effect != FaultEffect.Delay)) && armed.Meets(request))
                {
                    met.Add(armed.Fault);
                }
            }

            _armed.RemoveAll(armed => armed.IsUsedUp);
            return met;
        }
    }

    private void Remove(ArmedFault armed)
    {
        lock (_gate)
        {
            _armed.Remove(armed);
        }
    }

    private sealed class ArmedFault(FaultInjection owner, Fault fault, Func<RequestRecord, bool> when, int? times) : IDisposable
    {
        private int? _left = times;

        public Fault Fault => fault;

        public bool IsUsedUp => _left <= 0;

        public bool Meets(RequestRecord request)
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
