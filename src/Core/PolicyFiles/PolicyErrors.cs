using System.Collections.Immutable;
using YamlDotNet.Core;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Collects the errors of everything that is loaded together.</summary>
internal sealed class PolicyErrors
{
    private readonly List<PolicyError> _errors = [];

    public int Count { get; private set; }

    public void Add(YamlPlace place, string reason) => Add(place.File, place.Line, place.Column, place.Path, reason);

    /// <summary>Adds an error about a file as a whole.</summary>
    public void Add(string file, string reason) => Add(file, 0, 0, "", reason);

    /// <summary>Adds an error about a place that the parser cannot read.</summary>
    public void Add(string file, Mark at, string reason) => Add(file, (int)at.Line, (int)at.Column, "", reason);

    private void Add(string file, int line, int column, string path, string reason)
    {
        if (++Count <= PolicyLimits.Errors)
        {
            _errors.Add(new PolicyError(file, line, column, path, reason));
        }
    }

    public ImmutableArray<PolicyError> InOrder()
    {
        var sorted = _errors.OrderBy(static error => error.File, StringComparer.Ordinal).ThenBy(static error => error.Line).ThenBy(static error => error.Column);
        var more = Count - PolicyLimits.Errors;
        return more <= 0
            ? [.. sorted]
            : [.. sorted, new PolicyError("policies", 0, 0, "", more == 1 ? "1 more error; fix the ones above first" : $"{more} more errors; fix the ones above first")];
    }
}
