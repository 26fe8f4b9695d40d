using System.Collections.Frozen;
using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A rule of a policy file, without its invalid parts.</summary>
internal sealed record DeclaredRule
{
    public required YamlPlace Place { get; init; }

    public required bool IsBuiltIn { get; init; }

    public required Located<string>? Name { get; init; }

    public required Located<ResourceType>? Target { get; init; }

    public required ImmutableArray<Located<ResourceType>> Owners { get; init; }

    public required ImmutableArray<DeclaredSource> Sources { get; init; }

    /// <summary>The patterns in <c>include</c>: null if the rule has none, empty if one is invalid. Likewise <see cref="Exclude"/>.</summary>
    public required ImmutableArray<Located<Glob>>? Include { get; init; }

    public required ImmutableArray<Located<Glob>>? Exclude { get; init; }

    public required ImmutableArray<Located<Label>> Rename { get; init; }

    public ImmutableArray<Glob> IncludePatterns => Patterns(Include, [new Glob("*")]);

    public ImmutableArray<Glob> ExcludePatterns => Patterns(Exclude, []);

    /// <summary>The rule; only for one without errors.</summary>
    public LabelRule ToRule() => new()
    {
        Name = Name!.Value.Value,
        Origin = Place.FileAndLine,
        Target = Target!.Value.Value,
        Owners = [.. Owners.Select(owner => owner.Value)],
        Sources = [.. Sources.Select(source => source.Source)],
        Include = IncludePatterns,
        Exclude = ExcludePatterns,
        Rename = Rename.ToFrozenDictionary(rename => rename.Value.Key, rename => rename.Value.Value),
    };

    private static ImmutableArray<Glob> Patterns(ImmutableArray<Located<Glob>>? declared, ImmutableArray<Glob> otherwise) =>
        declared is { } patterns ? [.. patterns.Select(pattern => pattern.Value)] : otherwise;
}
