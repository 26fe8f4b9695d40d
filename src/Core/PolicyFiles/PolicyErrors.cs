using System.Collections.Immutable;
using YamlDotNet.Core;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Gathers the faults of everything that is loaded together.</summary>
internal sealed class PolicyErrors
{
    private readonly List<PolicyError> _faults = [];

    public int Count { get; private set; }

    public void Add(YamlPlace place, string reason) => Add(place.File, place.Line, place.Column, place.Path, reason);

    /// <summary>Adds a fault of a file as a whole.</summary>
    public void Add(string file, string reason) => Add(file, 0, 0, "", reason);

    /// <summary>Adds a fault of a place that is in no document, for the file cannot be read there.</summary>
    public void Add(string file, Mark at, string reason) => Add(file, (int)at.Line, (int)at.Column, "", reason);

    private void Add(string file, int line, int column, string path, string reason)
    {
        if (++Count <= PolicyLimits.Faults)
        {
            _faults.Add(new PolicyError(file, line, column, path, reason));
        }
    }

    public ImmutableArray<PolicyError> InOrder()
    {
        var sorted = _faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column);
        return Count <= PolicyLimits.Faults
            ? [.. sorted]
            : [.. sorted, new PolicyError("policies", 0, 0, "", $"have {Count - PolicyLimits.Faults} faults more; mend these first")];
    }
}
