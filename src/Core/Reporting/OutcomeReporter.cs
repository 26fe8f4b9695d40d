using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Reporting;

/// <summary>Reports each event's outcome once: one log line, one count, one activity.</summary>
public sealed class OutcomeReporter(Instruments instruments, TimeProvider time, ILogger<OutcomeReporter> logger)
{
    private static readonly EventId Ended = new(1000, nameof(Ended));

    internal Report Begin(EventEnvelope envelope)
    {
        var activity = Start(envelope);
        activity?.SetTag("cloudevents.event_id", envelope.Id);
        activity?.SetTag("cloudevents.event_source", envelope.Source);
        activity?.SetTag("cloudevents.event_type", envelope.Type);
        activity?.SetTag("tagalong.sender", envelope.SenderName);
        return new Report(this, envelope, activity, time.GetTimestamp());
    }

    /// <summary>
    /// An event with a trace context continues that trace, with a link to the request that carried it; any other event is a
    /// part of the request.
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

    /// <summary>Reports the outcome of a request that no work was done for.</summary>
    public Outcome Refused(Outcome outcome)
    {
        Publish(outcome, TimeSpan.Zero);
        return outcome;
    }

    /// <summary>Reports the outcome of one object of a sweep.</summary>
    internal void Swept(Outcome outcome, TimeSpan elapsed) => Publish(outcome, elapsed);

    private void Publish(Outcome outcome, TimeSpan elapsed)
    {
        instruments.Record(outcome, elapsed);
        var level = outcome.Kind.Disposition() == Disposition.Accept ? LogLevel.Information : LogLevel.Warning;
        if (logger.IsEnabled(level))
        {
            logger.Log(level, Ended, new OutcomeLogEntry(outcome, elapsed), exception: null, static (entry, _) => entry.ToString());
        }
    }

    /// <summary>The report on one event.</summary>
    internal readonly struct Report(OutcomeReporter reporter, EventEnvelope envelope, Activity? activity, long started) : IDisposable
    {
        /// <param name="outcome">The outcome.</param>
        /// <param name="cluster">The cluster that it concerns.</param>
        /// <param name="subject">The object that it concerns, or null.</param>
        public Outcome End(Outcome outcome, ClusterName cluster = default, ObjectReference? subject = null)
        {
            var ended = outcome with
            {
                EventId = envelope.Id,
                TraceParent = activity?.Id ?? envelope.TraceParent,
                Cluster = cluster,
                Object = subject,
            };
            activity?.SetTag("tagalong.outcome", ended.Kind.ToString());
            activity?.SetTag("tagalong.reason", ended.Reason.ToString());
            activity?.SetTag("k8s.cluster.name", cluster.Value);
            if (ended.Kind.Disposition() == Disposition.Retry)
            {
                activity?.SetStatus(ActivityStatusCode.Error, ended.Detail);
            }

            reporter.Publish(ended, reporter.Elapsed(started));
            return ended;
        }

        public void Dispose() => activity?.Dispose();
    }

    private TimeSpan Elapsed(long started) => time.GetElapsedTime(started);
}
