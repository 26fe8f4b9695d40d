using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A valid policy, or all errors; never both.</summary>
public sealed record PolicyLoadResult
{
    private PolicyLoadResult(LabelPolicy? policy, ImmutableArray<PolicyError> errors) => (Policy, Errors) = (policy, errors);

    /// <summary>The policy, or null if there are errors.</summary>
    public LabelPolicy? Policy { get; }

    /// <summary>The errors, by file and line; empty if there is a policy.</summary>
    public ImmutableArray<PolicyError> Errors { get; }

    /// <summary>Whether there is a policy.</summary>
    [MemberNotNullWhen(true, nameof(Policy))]
    public bool IsUsable => Policy is not null;

    internal static PolicyLoadResult Of(LabelPolicy policy) => new(policy, []);

    internal static PolicyLoadResult Of(ImmutableArray<PolicyError> errors) => new(null, errors);
}
