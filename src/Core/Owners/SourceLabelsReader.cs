using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Owners;

/// <summary>Reads the labels of a rule's sources from the API server, through the owner cache.</summary>
/// <remarks>
/// An owner that is gone gives no labels, not an empty set of them: removing an object's labels because its owner was just
/// deleted would be wrong. An object with the owner's name and another uid is not the owner.
/// </remarks>
internal sealed class SourceLabelsReader(OwnerCache owners, RelabelTracker relabeled, VersionTrust versions) : ISourceLabels
{
    /// <summary>The labels where all their objects are in the cache; else null. Calls nothing.</summary>
    public SourceLookup? TryRemembered(RuleMatch match, ObjectSnapshot target, long since)
    {
        var search = new SourceSearch(match, target);
        var (areLive, remembered) = (true, 0);
        while (search.Next() is { } reference)
        {
            if (owners.TryGet(reference.Type, reference.Namespace, reference.Name, since) is not { Response.Object: { } found } result || !reference.IsTo(found))
            {
                return null;
            }

            search.Found(found.Labels, found.Controller);
            areLive &= result.IsLive;
            remembered++;
        }

        return new SourceLookup { Labels = search.Labels, AreLive = areLive, Remembered = remembered };
    }

    public async ValueTask<SourceLookup> ReadAsync(
        RuleMatch match, ObjectSnapshot target, long since, bool onlyLive, CancellationToken cancellationToken)
    {
        var search = new SourceSearch(match, target);
        var (areLive, reads) = (true, 0);
        while (search.Next() is { } reference)
        {
            if (!ObjectReference.IsPathSegment(reference.Name) || !ObjectReference.IsPathSegment(reference.Type.Version))
            {
                // The API server accepts any name in an owner reference, also one that no object can have.
                return Failed(new Failure(OutcomeReason.OwnerGone));
            }

            var result = await GetAsync(reference, onlyLive).ConfigureAwait(false);
            if (result.Response.Object is { } cached && !reference.IsTo(cached) && !onlyLive)
            {
                // The cached object may be the predecessor.
                result = await GetAsync(reference, live: true).ConfigureAwait(false);
            }

            if (result.Response.Object is not { } found)
            {
                return Failed(result.Response.ToFailure(ifGone: reference.Uid is null ? OutcomeReason.ObjectGone : OutcomeReason.OwnerGone));
            }

            if (!reference.IsTo(found))
            {
                return Failed(new Failure(OutcomeReason.OwnerReplaced));
            }

            search.Found(found.Labels, found.Controller);
        }

        return new SourceLookup { Labels = search.Labels, AreLive = areLive, Reads = reads };

        SourceLookup Failed(Failure failure) => new() { Failure = failure, Reads = reads };

        async ValueTask<OwnerResult> GetAsync(SourceReference reference, bool live)
        {
            var asked = versions.Now;
            var got = await owners.GetAsync(reference.Type, reference.Namespace, reference.Name, since, live, cancellationToken).ConfigureAwait(false);
            areLive &= got.IsLive;
            reads += got.WasRead ? 1 : 0;
            if (got is { WasRead: true, Response.Object: { } source })
            {
                relabeled.Observe(source, asked);
                relabeled.NoteGiven(source);
            }

            return got;
        }
    }
}
