using System.Collections.Immutable;
using System.Text.Json;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Auditing;

/// <summary>Looks for required labels that objects lack, and whether a sweep would supply them. Safe for many threads.</summary>
/// <param name="required">The keys.</param>
internal sealed class Audit(ImmutableArray<string> required) : IProgress<SweptObject>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeyCount> _counts = required.ToDictionary(static key => key, static _ => default(KeyCount), StringComparer.Ordinal);
    private readonly List<LackingLabel> _lacking = [];

    /// <summary>The keys, in the order in which they were asked for, with how it stands with each.</summary>
    public IEnumerable<(string Key, KeyCount Count)> Counts => required.Select(key => (key, _counts[key]));

    /// <summary>What is lacking, in an order that is the same each time.</summary>
    public IReadOnlyList<LackingLabel> Lacking =>
        [.. _lacking.OrderBy(static lacking => lacking.Cluster, StringComparer.Ordinal).ThenByObject(static lacking => lacking.Object)
            .ThenBy(static lacking => lacking.Key, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Report(SweptObject value)
    {
        foreach (var key in required)
        {
            var lacking = value.Before.Labels.ContainsKey(key) ? null : Judge(value, key);
            lock (_lock)
            {
                var count = _counts[key];
                _counts[key] = new KeyCount(
                    count.Objects + 1,
                    count.Carry + (lacking is null ? 1 : 0),
                    count.Supplied + (lacking is { IsSupplied: true } ? 1 : 0),
                    count.Lacking + (lacking is { IsSupplied: false } ? 1 : 0));
                if (lacking is not null)
                {
                    _lacking.Add(lacking);
                }
            }
        }
    }

    private static LackingLabel Judge(SweptObject swept, string key)
    {
        var (reason, text) = WhyNot(swept, key);
        var lacking = new LackingLabel(swept.Cluster.ToString(), swept.Before.Reference, key, reason, text) { Rule = swept.Match?.Rule.Name };
        if (!lacking.IsSupplied)
        {
            return lacking;
        }

        var origin = LabelPlanner.Origins(swept.Before, swept.Match!.Rule, swept.Sources!).First(origin => origin.Label.Key == key);
        return lacking with { From = origin.Source, Value = origin.Label.Value, Text = $"from {SweepWords.Of(origin.Source)}, by way of {ObjectWords.Of(swept.Match.Owner)}" };
    }

    private static (string Reason, string Text) WhyNot(SweptObject swept, string key)
    {
        if (swept is { Match: not null, Sources: not null } && swept.Outcome.Kind == OutcomeKind.Labeled && swept.Outcome.Added.ContainsKey(key))
        {
            return (LackingLabel.Supplied, "");
        }

        foreach (var skipped in swept.Outcome.Kept)
        {
            if (skipped.Key == key)
            {
                return (Kebab(skipped.Reason.ToString()), SweepWords.Of(skipped));
            }
        }

        return swept.Outcome.Reason switch
        {
            OutcomeReason.NoRuleForOwner => ("no-rule-for-owner", swept.Before.Owners.FirstOrDefault() is { } owner
                ? $"no rule for what a {Core.Objects.GroupKind.Of(owner.ApiVersion, owner.Kind)} owns"
                : "nothing owns the object"),
            OutcomeReason.Applied or OutcomeReason.AlreadyLabeled => ("no-source-has-it", $"no source has it ({string.Join(", ", swept.Match!.Rule.Sources.Select(static source => SweepWords.Of(source.Kind)))})"),
            OutcomeReason.OwnerGone or OutcomeReason.OwnerReplaced => ("owner-gone", "the owner is gone"),
            OutcomeReason.BeingDeleted => ("being-deleted", "the object is being deleted"),
            var other => (Kebab(other.ToString()), swept.Outcome.Detail is { } detail ? $"{other}: {detail}" : other.ToString()),
        };
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
