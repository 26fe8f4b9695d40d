using Tagalong.Core.ApiServer;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Owners;

/// <summary>Gets the labels of the owner, the owner's owner and the namespace, as far as a rule asks for them.</summary>
/// <remarks>
/// An owner that is gone gives no labels, not an empty set of them: taking an object's labels away because its owner just
/// went would be wrong. An owner whose uid is another's is gone too.
/// </remarks>
internal sealed class SourceLabelsReader(OwnerCache owners, RelabelTracker relabeled) : ISourceLabels
{
    /// <summary>
    /// Gets them where the rule asks for the owner's labels at most, and the owner is remembered; else null, and nothing is
    /// asked of the API server. Most events of an object come while its owner is.
    /// </summary>
    public SourceLookup? TryRemembered(RuleMatch match, ObjectSnapshot target, long since)
    {
        if (match.Rule.Uses(LabelSourceKind.OwnersOwner) || match.Rule.Uses(LabelSourceKind.Namespace))
        {
            return null;
        }

        if (!match.Rule.Uses(LabelSourceKind.Owner))
        {
            return new SourceLookup { Labels = new SourceLabels(), AreLive = true };
        }

        return owners.TryGet(match.OwnerType, target.Namespace, match.Owner.Name, since) is { Answer.Object: { } owner, IsLive: var isLive }
            && owner.Uid == match.Owner.Uid
                ? new SourceLookup { Labels = new SourceLabels { Owner = owner.Labels }, AreLive = isLive }
                : null;
    }

    /// <inheritdoc/>
    public async ValueTask<SourceLookup> ReadAsync(
        RuleMatch match, ObjectSnapshot target, long since, bool onlyLive, CancellationToken cancellationToken)
    {
        var (fromOwner, fromOwnersOwner, fromNamespace) = (LabelSet.Empty, LabelSet.Empty, LabelSet.Empty);
        var (areLive, reads) = (true, 0);

        if (match.Rule.Uses(LabelSourceKind.Owner) || match.Rule.Uses(LabelSourceKind.OwnersOwner))
        {
            var (owner, failure) = await ReadOwnerAsync(match.OwnerType, match.Owner).ConfigureAwait(false);
            if (owner is null)
            {
                return new SourceLookup { Failure = failure, Reads = reads };
            }

            fromOwner = owner.Labels;
            if (match.Rule.Uses(LabelSourceKind.OwnersOwner) && owner.Controller is { } next)
            {
                (owner, failure) = await ReadOwnerAsync(ResourceType.Of(next.ApiVersion, next.Kind), next).ConfigureAwait(false);
                if (owner is null)
                {
                    return new SourceLookup { Failure = failure, Reads = reads };
                }

                fromOwnersOwner = owner.Labels;
            }
        }

        if (match.Rule.Uses(LabelSourceKind.Namespace) && target.Namespace.Length > 0)
        {
            var (ns, answer) = await GetAsync(SourceKind.Namespace, "", target.Namespace, onlyLive).ConfigureAwait(false);
            if (ns is null)
            {
                return new SourceLookup { Failure = answer.ToFailure(ifGone: OutcomeReason.ObjectGone), Reads = reads };
            }

            fromNamespace = ns.Labels;
        }

        var labels = new SourceLabels { Owner = fromOwner, OwnersOwner = fromOwnersOwner, Namespace = fromNamespace };
        return new SourceLookup { Labels = labels, AreLive = areLive, Reads = reads };

        async ValueTask<(ObjectSnapshot? Owner, Failure Failure)> ReadOwnerAsync(ResourceType type, OwnerReference reference)
        {
            if (!ObjectReference.IsPathSegment(reference.Name) || !ObjectReference.IsPathSegment(type.Version))
            {
                // The API server takes any name in an owner reference, and no object can have this one.
                return (null, new Failure(OutcomeReason.OwnerGone));
            }

            var (owner, answer) = await GetAsync(type, target.Namespace, reference.Name, onlyLive).ConfigureAwait(false);
            if (owner is not null && owner.Uid != reference.Uid && !onlyLive)
            {
                // The one remembered may be the predecessor.
                (owner, answer) = await GetAsync(type, target.Namespace, reference.Name, live: true).ConfigureAwait(false);
            }

            return owner switch
            {
                null => (null, answer.ToFailure(ifGone: OutcomeReason.OwnerGone)),
                _ when owner.Uid != reference.Uid => (null, new Failure(OutcomeReason.OwnerReplaced)),
                _ => (owner, default),
            };
        }

        async ValueTask<(ObjectSnapshot? Found, ApiResult Answer)> GetAsync(ResourceType type, string ns, string name, bool live)
        {
            var got = await owners.GetAsync(type, ns, name, since, live, cancellationToken).ConfigureAwait(false);
            areLive &= got.IsLive;
            reads += got.WasRead ? 1 : 0;
            if (got is { WasRead: true, Answer.Object: { } source })
            {
                relabeled.NoteGiven(source);
            }

            return (got.Answer.Object, got.Answer);
        }
    }
}
