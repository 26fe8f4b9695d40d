using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>A kind of object from which others get labels.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Dependents">The kinds that get them, those first that lead on to others.</param>
internal sealed record SourceKind(ResourceType Type, ImmutableArray<DependentKind> Dependents)
{
    /// <summary>Namespaces, as the API serves them.</summary>
    public static ResourceType Namespace { get; } = new("", "v1", "Namespace", "namespaces");

    /// <summary>The namespace in which the dependents of a source are; empty for all.</summary>
    public string NamespaceOfDependents(ObjectReference source) => Type == Namespace ? source.Name : source.Namespace;

    /// <summary>Whether an object gets labels from a source, by the rule that applies to it.</summary>
    /// <param name="match">The rule.</param>
    /// <param name="sourceUid">The source's uid.</param>
    /// <param name="between">The uids of those owners that the source owns itself.</param>
    public LabelSourceKind? RoleFor(RuleMatch match, string sourceUid, IReadOnlySet<string> between) => match.Rule switch
    {
        var rule when Type == Namespace => rule.Uses(LabelSourceKind.Namespace) ? LabelSourceKind.Namespace : null,
        var rule when match.Owner.Uid == sourceUid => rule.Uses(LabelSourceKind.Owner) ? LabelSourceKind.Owner : null,
        var rule => rule.Uses(LabelSourceKind.OwnersOwner) && between.Contains(match.Owner.Uid) ? LabelSourceKind.OwnersOwner : null,
    };
}
