using Tagalong.Core;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Watching;

namespace Tagalong.Hosting.Watching;

/// <summary>Has the labels written by this process: no event leaves it.</summary>
public sealed class LabelerSink(Labeler labeler) : IEventSink
{
    /// <inheritdoc/>
    public async ValueTask<SinkResult> SendAsync(RelayedEvent told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(told);
        var outcome = await labeler.HandleAsync(told.ToEnvelope(), cancellationToken).ConfigureAwait(false);
        return outcome.Kind switch
        {
            OutcomeKind.Labeled or OutcomeKind.Unchanged or OutcomeKind.Ignored or OutcomeKind.Gone => new SinkResult(SinkStatus.Accepted),
            OutcomeKind.Denied or OutcomeKind.Deferred => new SinkResult(SinkStatus.Retry, Written(outcome), outcome.RetryAfter),
            OutcomeKind.Rejected => new SinkResult(SinkStatus.Rejected, Written(outcome)),
        };
    }

    private static string Written(Outcome outcome) => $"{outcome.Kind} ({outcome.Reason}) {outcome.Detail}".TrimEnd();
}
