using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Policies;

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
    public required ImmutableArray<Placed<KeyPattern>>? Include { get; init; }

    public required ImmutableArray<Placed<KeyPattern>>? Exclude { get; init; }

    public required ImmutableArray<Placed<Label>> Rename { get; init; }

    public ImmutableArray<KeyPattern> IncludePatterns => Patterns(Include, [new KeyPattern("*")]);

    public ImmutableArray<KeyPattern> ExcludePatterns => Patterns(Exclude, []);

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

    private static ImmutableArray<KeyPattern> Patterns(ImmutableArray<Placed<KeyPattern>>? declared, ImmutableArray<KeyPattern> otherwise) =>
        declared is { } patterns ? [.. patterns.Select(pattern => pattern.Value)] : otherwise;
}
