using System.Collections.Frozen;
using CsCheck;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.PolicyFiles;

/// <summary>Generates valid policies, with values that YAML would read as another type without quotes.</summary>
internal static class PolicyGen
{
    private static readonly string[] Keys = ["team", "cost-center", "example.com/tier"];

    private static readonly Gen<LabelSource> Plain =
        Gen.OneOf(LabelSourceKind.PodTemplate, LabelSourceKind.Owner, LabelSourceKind.OwnersOwner).Select(kind => new LabelSource(kind));

    private static readonly Gen<LabelSource> Namespace =
        Gen.Shuffle<string>(Keys, 1, 3).Select(keys => new LabelSource(LabelSourceKind.Namespace) { Keys = [.. keys] });

    private static readonly Gen<LabelSource> Static =
        Gen.Select(Gen.OneOf("yes", "1.0", "null", "true", "", "0x1F", "a_b"), Gen.OneOf("a", "example.com/b", "1"))
            .Select((value, key) => new LabelSource(LabelSourceKind.Static) { Values = LabelSet.From([(key, value)]) });

    private static readonly Gen<LabelRule> Rule = Gen.Select(
        Gen.OneOf<LabelSource>(Plain, Namespace, Static).Array[1, 4],
        Gen.Bool,
        Gen.Bool,
        Gen.Bool).Select((sources, includes, excludes, renames) => new LabelRule
        {
            Name = "",
            Target = ResourceType.Of("v1", "Node"),
            Owners = [ResourceType.Of("argoproj.io/v1alpha1", "Rollout"), ResourceType.Of("apps/v1", "Deployment")],
            Sources = [.. sources.DistinctBy(source => source.Keys.Length + source.Values.Count > 0 ? (object)source : source.Kind)],
            Include = includes ? [new("*"), new("helm.sh/*")] : [new("*")],
            Exclude = excludes ? [new("internal.example.com/*")] : [],
            Rename = (renames ? new Dictionary<string, string> { ["squad"] = "example.com/squad" } : []).ToFrozenDictionary(),
        });

    public static Gen<LabelPolicy> Policy { get; } = Rule.Array[1, 4].Select(rules => new LabelPolicy(
        [.. rules.Select((rule, index) => rule with { Name = $"rule-{index}", Target = ResourceType.Of("example.com/v1", $"Kind{index}") })]));
}
