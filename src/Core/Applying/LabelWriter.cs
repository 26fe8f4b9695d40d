using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Applying;

/// <summary>
/// Applies a plan by server-side apply without force, so that the API server itself does not let it overwrite what others own.
/// Keys in conflict are left to their owners, and the rest is applied.
/// </summary>
internal sealed class LabelWriter(ApiServerClient connection)
{
    private const int MaxTriesAfterConflict = 2;

    /// <param name="plan">The plan.</param>
    /// <param name="rule">The rule that it was made by.</param>
    /// <param name="target">The object as the plan knows it.</param>
    /// <param name="onlyAsSeen">Whether to write only if the object has not changed since; else the status is <see cref="ApiStatus.Outdated"/>.</param>
    /// <param name="isTrial">Whether it is a server-side dry run.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async ValueTask<WriteResult> ApplyAsync(
        LabelPlan plan, LabelRule rule, ObjectSnapshot target, bool onlyAsSeen, bool isTrial, CancellationToken cancellationToken)
    {
        var dryRun = isTrial ? "&dryRun=All" : "";
        var path = $"{ObjectPath.Of(rule.Target, target.Namespace, target.Name)}?fieldManager={LabelPlanner.FieldManager}{dryRun}";
        var metadataOnly = !RestsOnSpec(rule, target);
        var owned = plan.Owned;
        for (var writes = 1; ; writes++)
        {
            var response = await connection
                .ApplyAsync(path, LabelPatch.Write(target, rule, owned, onlyAsSeen), metadataOnly, onlyAsSeen, cancellationToken).ConfigureAwait(false);
            if (response.Object is { } written && metadataOnly)
            {
                response = response with { Object = WithSpecOf(target, written) };
            }

            if (response.Status != ApiStatus.FieldConflict || response.ConflictingLabels.IsEmpty || writes > MaxTriesAfterConflict)
            {
                return new WriteResult(response, owned, writes);
            }

            owned = Without(owned, response.ConflictingLabels);
            if (owned.Count == 0 && !plan.ChangesOwned)
            {
                return new WriteResult(response, owned, writes);
            }
        }
    }

    /// <summary>Whether the plan depends on more of the object than its metadata.</summary>
    private static bool RestsOnSpec(LabelRule rule, ObjectSnapshot target) =>
        rule.Uses(LabelSourceKind.PodTemplate) || !target.SelectorKeys.IsEmpty;

    /// <summary>A response that shows the metadata only, completed by what the plan did not depend on.</summary>
    private static ObjectSnapshot WithSpecOf(ObjectSnapshot target, ObjectSnapshot written) => written with
    {
        ApiVersion = target.ApiVersion,
        Kind = target.Kind,
        HasSpec = target.HasSpec,
        PodTemplateLabels = target.PodTemplateLabels,
        SelectorKeys = target.SelectorKeys,
    };

    private static LabelSet Without(LabelSet labels, ImmutableArray<string> keys)
    {
        var removed = keys.ToHashSet(StringComparer.Ordinal);
        return LabelSet.From(labels.Where(label => !removed.Contains(label.Key)));
    }
}
