using System.Collections.Immutable;
using Tagalong.Cli.Changes;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Auditing;

/// <summary>Collects the required labels that objects lack, and whether a sweep would add them. Thread-safe.</summary>
internal sealed class Audit(ImmutableArray<string> required) : IProgress<SweptObject>
{
    private readonly Lock _lock = new();
    private readonly AuditedKey[] _keys = [.. required.Select(static key => new AuditedKey(key, 0, 0, 0, 0))];
    private readonly List<LackingLabel> _lacking = [];

    /// <summary>The counts of each key, in the order of the command line.</summary>
    public IReadOnlyList<AuditedKey> Keys => _keys;

    /// <summary>The missing labels by cluster, object and key.</summary>
    public IReadOnlyList<LackingLabel> Lacking =>
        [.. _lacking.OrderByObject(static lacking => lacking.Cluster, static lacking => lacking.Object).ThenBy(static lacking => lacking.Key, StringComparer.Ordinal)];

    public void Report(SweptObject value)
    {
        var lacking = LackingLabels(value);
        lock (_lock)
        {
            _lacking.AddRange(lacking);
            foreach (ref var key in _keys.AsSpan())
            {
                var name = key.Key;
                var label = lacking.Find(label => label.Key == name);
                key = key with
                {
                    Objects = key.Objects + 1,
                    Carry = key.Carry + (label is null ? 1 : 0),
                    Supplied = key.Supplied + (label is { IsSupplied: true } ? 1 : 0),
                    Lacking = key.Lacking + (label is { IsSupplied: false } ? 1 : 0),
                };
            }
        }
    }

    private List<LackingLabel> LackingLabels(SweptObject swept)
    {
        var missing = required.Where(key => !swept.Before.Labels.ContainsKey(key)).ToList();
        var origins = missing.Exists(key => IsSupplied(swept, key)) ? swept.Origins() : [];
        return missing.ConvertAll(key => LackingLabelOf(swept, key, origins));
    }

    private static LackingLabel LackingLabelOf(SweptObject swept, string key, ImmutableArray<LabelOrigin> origins)
    {
        LabelOrigin? origin = IsSupplied(swept, key) ? origins.First(origin => origin.Label.Key == key) : null;
        var (reason, text) = origin is { } from
            ? (LackingLabel.Supplied, $"from {Wording.Of(from.Source)}, through {ObjectNames.Of(swept.Match!.Owner)}")
            : ReasonOf(swept, key);
        return new LackingLabel(swept.Cluster.ToString(), swept.Before.Reference, key, reason, text)
        {
            Rule = swept.Match?.Rule.Name,
            From = origin?.Source,
            Value = origin?.Label.Value,
        };
    }

    private static bool IsSupplied(SweptObject swept, string key) =>
        swept is { Match: not null, Sources: not null } && swept.Outcome.Kind == OutcomeKind.Labeled && swept.Outcome.Added.ContainsKey(key);

    private static (string Reason, string Text) ReasonOf(SweptObject swept, string key)
    {
        if (swept.Outcome.Kept.FirstOrDefault(skipped => skipped.Key == key) is { Key: not null } skipped)
        {
            return (DocumentContext.NameOf(skipped.Reason), Wording.Of(skipped));
        }

        return swept.Outcome.Reason switch
        {
            OutcomeReason.NoRuleForOwner => ("no-rule-for-owner", swept.Before.Owners.FirstOrDefault() is { } owner
                ? $"no rule for objects owned by {owner.GroupKind}"
                : "the object has no owner"),
            OutcomeReason.Applied or OutcomeReason.AlreadyLabeled => ("no-source-has-it", $"no source has it ({string.Join(", ", swept.Match!.Rule.Sources.Select(static source => Wording.Of(source.Kind)))})"),
            OutcomeReason.OwnerGone or OutcomeReason.OwnerReplaced => ("owner-gone", "the owner does not exist"),
            OutcomeReason.BeingDeleted => ("being-deleted", "the object is being deleted"),
            var other => (DocumentContext.NameOf(other), swept.Outcome.Detail is { } detail ? $"{other}: {detail}" : other.ToString()),
        };
    }
}
