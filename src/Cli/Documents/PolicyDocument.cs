using System.Text.Json.Serialization;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Cli.Documents;

/// <summary>The result of <c>policy show</c>: the rules, where each is written, and what applies to all of them.</summary>
internal sealed record PolicyDocument(
    IEnumerable<PolicyRule> Rules, IEnumerable<string> ExcludedByDefault, IEnumerable<string> Protected, IEnumerable<string> ProtectedOnAnalysisRuns)
{
    public static PolicyDocument Of(LabelPolicy policy) => new(
        policy.Rules.Select(static rule => PolicyRule.Of(rule, rule.Origin)),
        DefaultExclusions.Patterns.Select(static pattern => pattern.Text),
        ProtectedKeys.Everywhere,
        ProtectedKeys.OnAnalysisRuns);
}

/// <summary>A policy file, which can be loaded again.</summary>
internal sealed record PolicyFileDocument(string ApiVersion, string Kind, PolicyMetadata Metadata, IEnumerable<PolicyRule> Rules)
{
    public static PolicyFileDocument Of(LabelPolicy policy) => new(
        "tagalong.dev/v1", "LabelPolicy", new PolicyMetadata("effective"), policy.Rules.Select(static rule => PolicyRule.Of(rule, origin: null)));
}

internal sealed record PolicyMetadata(string Name);

internal sealed record PolicyRule(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Origin,
    PolicyType Target,
    IEnumerable<PolicyType> Owners,
    IEnumerable<PolicySource> Sources,
    IEnumerable<string> Include,
    IEnumerable<string> Exclude,
    IReadOnlyDictionary<string, string> Rename)
{
    public static PolicyRule Of(LabelRule rule, string? origin) => new(
        rule.Name,
        origin,
        PolicyType.Of(rule.Target),
        rule.Owners.Select(PolicyType.Of),
        rule.Sources.Select(PolicySource.Of),
        rule.Include.Select(static pattern => pattern.Text),
        rule.Exclude.Select(static pattern => pattern.Text),
        new SortedDictionary<string, string>(rule.Rename, StringComparer.Ordinal));
}

internal sealed record PolicyType(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Group, string Version, string Kind, string Resource)
{
    public static PolicyType Of(ResourceType type) => new(type.Group.Length > 0 ? type.Group : null, type.Version, type.Kind, type.Resource);
}

internal sealed record PolicySource(
    string From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<string>? Keys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Values)
{
    public static PolicySource Of(LabelSource source) => new(
        source.Kind.NameInPolicy(),
        source.Keys.IsDefaultOrEmpty ? null : source.Keys,
        source.Values.Count == 0 ? null : source.Values.ToDictionary(static label => label.Key, static label => label.Value));
}
