using Tagalong.Core.ApiServer;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>The pages of one kind in one namespace. A page that fails is requested again, within the limits of the retry policy.</summary>
internal sealed class SweepPages(Cluster cluster, SweepTally tally, SweepRetryPolicy retries, ResourceType type, string ns, bool metadataOnly, string selector)
{
    private readonly ObjectPages _pages = new(cluster.Connection, type, ns, metadataOnly, static _ => true) { MayAskAgain = true, Selector = selector };

    /// <summary>The next page; null at the end, if the API server does not serve the kind, and if the page keeps failing.</summary>
    public async ValueTask<ListPage?> NextAsync(CancellationToken cancellationToken)
    {
        var started = cluster.Time.GetTimestamp();
        Failure? cause = null;
        while (!retries.IsStopped && await RequestAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            switch (page.Answer.Status)
            {
                case ApiStatus.Ok:
                    retries.Succeeded();
                    return page;
                case ApiStatus.NotServed:
                    tally.Called(pages: page.Calls);
                    return null;
            }

            tally.Called(pages: page.Answer.Status is ApiStatus.Busy or ApiStatus.CircuitOpen ? page.Calls - 1 : page.Calls);
            var failure = page.Answer.ToFailure(ifGone: OutcomeReason.ObjectGone);

            // An open circuit is never the cause: the failures that opened it are.
            cause = failure.Reason == OutcomeReason.CircuitOpen ? cause ?? failure : failure;
            if (!await retries.WaitAsync(failure, started, cancellationToken).ConfigureAwait(false))
            {
                tally.Failed(cause.Value with { Detail = $"{type.Resource}: {cause.Value.Detail}" });

                // A right that is missing for one kind may exist for the next.
                if (failure.Reason != OutcomeReason.Forbidden)
                {
                    retries.Stop();
                }

                return null;
            }
        }

        return null;
    }

    private async ValueTask<ListPage?> RequestAsync(CancellationToken cancellationToken)
    {
        await cluster.ChildSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _pages.NextAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cluster.ChildSlots.Release();
        }
    }
}
