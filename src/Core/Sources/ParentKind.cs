using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>A kind of object from which others get labels.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Children">The kinds that get them, those first that lead on to others.</param>
internal sealed record ParentKind(ResourceType Type, ImmutableArray<ChildKind> Children)
{
    /// <summary>The namespace that a parent's children are in; empty for all.</summary>
    public string NamespaceOfChildren(ObjectReference parent) => Type == NamespaceSource.Type ? parent.Name : parent.Namespace;

    /// <summary>The source by which a child gets a parent's labels, or null if it does not get them.</summary>
    /// <inheritdoc cref="SourceDefinition.IsFrom" path="/param"/>
    public LabelSourceKind? SourceOf(RuleMatch match, string uid, IReadOnlySet<string> ownedByParent)
    {
        foreach (var source in SourceTable.All)
        {
            if (match.Rule.Uses(source.Kind) && source.IsFrom(match, Type, uid, ownedByParent))
            {
                return source.Kind;
            }
        }

        return null;
    }
}
