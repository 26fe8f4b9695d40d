using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A valid policy, or all errors; never both.</summary>
/// <param name="Policy">The policy, or null if there are errors.</param>
/// <param name="Errors">The errors, by file and line; empty if there is a policy.</param>
public sealed record PolicyLoadResult(LabelPolicy? Policy, ImmutableArray<PolicyError> Errors)
{
    /// <summary>Whether there is a policy.</summary>
    [MemberNotNullWhen(true, nameof(Policy))]
    public bool IsUsable => Policy is not null;
}
