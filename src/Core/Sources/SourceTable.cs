using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>
/// The kinds of policy source. A new kind is a value of <see cref="LabelSourceKind"/> before <c>Static</c>, a class that derives from
/// <see cref="SourceDefinition"/>, and an entry here.
/// </summary>
public static class SourceTable
{
    /// <summary>All of them, in the order of <see cref="LabelSourceKind"/>; a source follows the one that leads to it.</summary>
    internal static ImmutableArray<SourceDefinition> All { get; } =
    [
        new PodTemplateSource(),
        new OwnerSource(),
        new OwnersOwnerSource(),
        new NamespaceSource(),
        new StaticSource(),
    ];

    /// <summary>The value of <c>from</c> in a policy file: <c>ownersOwner</c>.</summary>
    public static string NameInPolicy(this LabelSourceKind kind) => Of(kind).Name;

    /// <summary>The source in words for people: "owner's owner".</summary>
    public static string Description(this LabelSourceKind kind) => Of(kind).Description;

    internal static SourceDefinition Of(LabelSourceKind kind) => All[(int)kind];

    /// <summary>Whether the labels of a rule depend on the source's object: directly, or because it leads to another one.</summary>
    internal static bool IsNeeded(SourceDefinition source, LabelRule rule)
    {
        foreach (var other in All)
        {
            if ((other == source || other.Via == source.Kind) && rule.Uses(other.Kind))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The kinds of the objects that a rule depends on.</summary>
    internal static IEnumerable<ResourceType> ObjectTypes(LabelRule rule, LabelPolicy policy) =>
        All.Where(source => IsNeeded(source, rule)).SelectMany(source => source.ObjectTypes(rule, policy));
}
