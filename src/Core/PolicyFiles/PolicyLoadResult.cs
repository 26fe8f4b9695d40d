using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A policy that may be used as it is, or every reason why there is none; never both.</summary>
public sealed record PolicyLoadResult
{
    private PolicyLoadResult(LabelPolicy? policy, ImmutableArray<PolicyError> faults) => (Policy, Faults) = (policy, faults);

    /// <summary>The policy, or null if there are faults.</summary>
    public LabelPolicy? Policy { get; }

    /// <summary>The faults by file and line; empty if there is a policy.</summary>
    public ImmutableArray<PolicyError> Faults { get; }

    /// <summary>Whether there is a policy.</summary>
    [MemberNotNullWhen(true, nameof(Policy))]
    public bool IsUsable => Policy is not null;

    internal static PolicyLoadResult Of(LabelPolicy policy) => new(policy, []);

    internal static PolicyLoadResult Of(ImmutableArray<PolicyError> faults) => new(null, faults);
}
