using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Documents;

/// <summary>The result of <c>policy check</c>.</summary>
internal sealed record PolicyCheckDocument(bool Usable, IEnumerable<PolicyCheckFault> Faults)
{
    public static PolicyCheckDocument Of(PolicyLoadResult loaded) => new(
        loaded.IsUsable,
        loaded.Errors.Select(static fault => new PolicyCheckFault(fault.File, fault.Line, fault.Column, fault.Path, fault.Reason)));
}

/// <summary>An error in a policy. Line and column start at 1; both are 0 for an error of the whole file.</summary>
internal sealed record PolicyCheckFault(string File, int Line, int Column, string Path, string Reason);
