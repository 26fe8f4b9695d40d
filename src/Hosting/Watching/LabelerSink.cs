using Tagalong.Core;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Watching;

namespace Tagalong.Hosting.Watching;

/// <summary>Has the labels written by this process: no event leaves it.</summary>
public sealed class LabelerSink(Labeler labeler) : IEventSink
{
    /// <inheritdoc/>
    public async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cloudEvent);
        var outcome = await labeler.HandleAsync(cloudEvent.ToEnvelope(), cancellationToken).ConfigureAwait(false);
        return outcome.Kind.Disposition() switch
        {
            Disposition.Accept => new SinkResult(SinkStatus.Accepted),
            Disposition.Retry => new SinkResult(SinkStatus.Retry, Written(outcome), outcome.RetryAfter),
            Disposition.Reject => new SinkResult(SinkStatus.Rejected, Written(outcome)),
        };
    }

    private static string Written(Outcome outcome) => $"{outcome.Kind} ({outcome.Reason}) {outcome.Detail}".TrimEnd();
}
