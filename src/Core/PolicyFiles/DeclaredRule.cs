using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A rule as it is written, as far as it could be read: what is at fault is not in it.</summary>
internal sealed record DeclaredRule
{
    public required YamlPlace Place { get; init; }

    public required bool IsBuiltIn { get; init; }

    public required Placed<string>? Name { get; init; }

    public required Placed<ResourceType>? Target { get; init; }

    public required ImmutableArray<Placed<ResourceType>> Owners { get; init; }

    public required ImmutableArray<DeclaredSource> Sources { get; init; }

    /// <summary>The patterns in <c>include</c>, null if the rule does not say, none if one is at fault; likewise <see cref="Exclude"/>.</summary>
    public required ImmutableArray<Placed<Glob>>? Include { get; init; }

    public required ImmutableArray<Placed<Glob>>? Exclude { get; init; }

    public required ImmutableArray<Placed<Label>> Rename { get; init; }

    public ImmutableArray<Glob> IncludePatterns => Patterns(Include, [new Glob("*")]);

    public ImmutableArray<Glob> ExcludePatterns => Patterns(Exclude, []);

    /// <summary>The rule; only for one without faults.</summary>
    public LabelRule ToRule() => new()
    {
        Name = Name!.Value.Value,
        Origin = string.Create(CultureInfo.InvariantCulture, $"{Place.File}:{Place.Line}"),
        Target = Target!.Value.Value,
        Owners = [.. Owners.Select(owner => owner.Value)],
        Sources = [.. Sources.Select(source => source.Source)],
        Include = IncludePatterns,
        Exclude = ExcludePatterns,
        Rename = Rename.ToFrozenDictionary(rename => rename.Value.Key, rename => rename.Value.Value),
    };

    private static ImmutableArray<Glob> Patterns(ImmutableArray<Placed<Glob>>? declared, ImmutableArray<Glob> otherwise) =>
        declared is { } patterns ? [.. patterns.Select(pattern => pattern.Value)] : otherwise;
}
