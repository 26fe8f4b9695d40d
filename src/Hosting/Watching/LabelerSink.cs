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
        return outcome.Kind.Disposition() switch
        {
            Disposition.Accept => new SinkResult(SinkStatus.Accepted),
            Disposition.Retry => new SinkResult(SinkStatus.TryAgain, Written(outcome), outcome.RetryAfter),
            Disposition.Reject => new SinkResult(SinkStatus.Refused, Written(outcome)),
        };
    }

    private static string Written(Outcome outcome) => $"{outcome.Kind} ({outcome.Reason}) {outcome.Detail}".TrimEnd();
}
