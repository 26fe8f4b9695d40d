using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Events;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Telemetry;
using Tagalong.Core.Text;

namespace Tagalong.Core.Reporting;

/// <summary>Tells of each event's outcome once: one log line, one count, one activity.</summary>
public sealed partial class OutcomeReporter(Instruments instruments, TimeProvider time, ILogger<OutcomeReporter> logger)
{
    /// <summary>Begins to report on an event.</summary>
    internal Report Begin(EventEnvelope envelope)
    {
        var activity = Start(envelope);
        activity?.SetTag("cloudevents.event_id", envelope.Id);
        activity?.SetTag("cloudevents.event_source", envelope.Source);
        activity?.SetTag("cloudevents.event_type", envelope.Type);
        activity?.SetTag("tagalong.sender", envelope.SenderName);
        return new Report(this, activity, time.GetTimestamp());
    }

    /// <summary>
    /// An event that says where it was made goes on from there, with a link to the request that brought it; any other is
    /// a part of that request.
    /// </summary>
    private static Activity? Start(EventEnvelope envelope)
    {
        const string name = "tagalong.event";
        if (!ActivityContext.TryParse(envelope.TraceParent, envelope.TraceState, isRemote: true, out var parent))
        {
            return Instruments.Activities.StartActivity(name, ActivityKind.Consumer);
        }

        ActivityLink[] links = Activity.Current is { } request ? [new ActivityLink(request.Context)] : [];
        return Instruments.Activities.StartActivity(name, ActivityKind.Consumer, parent, links: links);
    }

    /// <summary>Tells of an outcome that was settled at the door, where no event was handled to its end.</summary>
    public Outcome Refused(Outcome outcome)
    {
        Publish(outcome, TimeSpan.Zero);
        return outcome;
    }

    /// <summary>Tells of an outcome that no event asked for, but a sweep came to.</summary>
    internal void Swept(Outcome outcome, TimeSpan elapsed) => Publish(outcome, elapsed);

    private void Publish(Outcome outcome, TimeSpan elapsed)
    {
        instruments.Record(outcome, elapsed);
        var level = outcome.Kind switch
        {
            OutcomeKind.Labeled or OutcomeKind.Unchanged or OutcomeKind.Ignored or OutcomeKind.Gone => LogLevel.Information,
            OutcomeKind.Rejected or OutcomeKind.Denied or OutcomeKind.Deferred => LogLevel.Warning,
        };
        if (logger.IsEnabled(level))
        {
            Log.Ended(logger, level, outcome.EventId, outcome.Kind, outcome.Reason, outcome.Cluster, outcome.Object, outcome.Rule,
                new Joined<Label>(outcome.Added), new Joined<Label>(outcome.Changed), new Joined<string>(outcome.Removed),
                new Joined<SkippedLabel>(outcome.Kept),
                outcome.Children.Labeled, outcome.Children.Seen, outcome.Reads, outcome.Writes, elapsed.TotalMilliseconds, outcome.Detail);
        }
    }

    /// <summary>The report on one event.</summary>
    internal readonly struct Report(OutcomeReporter reporter, Activity? activity, long started) : IDisposable
    {
        /// <summary>The place of the event in its trace, or null if it is not traced.</summary>
        public string? TraceParent => activity?.Id;

        public Outcome End(Outcome outcome)
        {
            activity?.SetTag("tagalong.outcome", outcome.Kind.ToString());
            activity?.SetTag("tagalong.reason", outcome.Reason.ToString());
            activity?.SetTag("k8s.cluster.name", outcome.Cluster.Value);
            if (outcome.Kind is OutcomeKind.Denied or OutcomeKind.Deferred)
            {
                activity?.SetStatus(ActivityStatusCode.Error, outcome.Detail);
            }

            reporter.Publish(outcome, reporter.Elapsed(started));
            return outcome;
        }

        public void Dispose() => activity?.Dispose();
    }

    private TimeSpan Elapsed(long started) => time.GetElapsedTime(started);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "Event {EventId} ended as {Outcome} ({Reason}) in cluster {Cluster} for {Object} by rule {Rule}: "
            + "added [{Added}], changed [{Changed}], removed [{Removed}], kept [{Kept}], {ChildrenLabeled} of {ChildrenSeen} children labelled, {Reads} reads, {Writes} writes, {ElapsedMs} ms. {Detail}")]
        public static partial void Ended(
            ILogger logger, LogLevel level, string eventId, OutcomeKind outcome, OutcomeReason reason, ClusterName cluster,
            ObjectReference? @object, string? rule, Joined<Label> added, Joined<Label> changed, Joined<string> removed,
            Joined<SkippedLabel> kept, int childrenLabeled, int childrenSeen, int reads, int writes, double elapsedMs, string? detail);
    }
}
