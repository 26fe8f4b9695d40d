using System.Collections.Immutable;

namespace Tagalong.Core.Policies;

/// <summary>Gathers the faults of everything that is loaded together.</summary>
internal sealed class PolicyFaults
{
    private readonly List<PolicyFault> _faults = [];

    public int Count { get; private set; }

    public void Add(YamlPlace place, string reason) => Add(place.File, place.Line, place.Path, reason);

    public void Add(string file, int line, string path, string reason)
    {
        if (++Count <= PolicyLimits.Faults)
        {
            _faults.Add(new PolicyFault(file, line, path, reason));
        }
    }

    public ImmutableArray<PolicyFault> InOrder()
    {
        var sorted = _faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line);
        return Count <= PolicyLimits.Faults
            ? [.. sorted]
            : [.. sorted, new PolicyFault("policies", 0, "", $"have {Count - PolicyLimits.Faults} faults more; mend these first")];
    }
}
