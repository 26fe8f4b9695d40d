using Tagalong.Core;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Watching;

namespace Tagalong.Hosting.Watching;

/// <summary>Labels the objects in this process: no event leaves it.</summary>
internal sealed class LabelerSink(Labeler labeler) : IEventSink
{
    public async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        var outcome = await labeler.HandleAsync(cloudEvent.ToEnvelope(), cancellationToken).ConfigureAwait(false);
        return outcome.Kind.Disposition() switch
        {
            Disposition.Accept => new SinkResult(SinkStatus.Accepted),
            Disposition.Retry => new SinkResult(SinkStatus.Retry, Text(outcome), outcome.RetryAfter),
            Disposition.Reject => new SinkResult(SinkStatus.Rejected, Text(outcome)),
        };
    }

    private static string Text(Outcome outcome) => $"{outcome.Kind} ({outcome.Reason}) {outcome.Detail}".TrimEnd();
}
