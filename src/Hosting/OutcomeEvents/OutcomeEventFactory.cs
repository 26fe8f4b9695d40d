using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Creates the event of an outcome, if the outcome is worth one.</summary>
/// <remarks>
/// An event that changed nothing and wrote nothing has no outcome event, else a busy cluster would make twice as many events.
/// An event that will be retried has none before its final outcome.
/// </remarks>
internal sealed class OutcomeEventFactory(LabelPolicy policy, TimeProvider time)
{
    /// <summary>The event of an outcome, or null.</summary>
    public OutcomeEvent? Create(EventEnvelope trigger, Outcome outcome)
    {
        if (TypeOf(outcome) is not { } type || EventReader.IsOwn(trigger))
        {
            return null;
        }

        var isTraced = ActivityContext.TryParse(outcome.TraceParent, null, out _);
        var subject = outcome.Object is { } target ? PathOf(target) : null;
        return new OutcomeEvent
        {
            Id = IdOf(type, subject, trigger, outcome),
            Source = outcome.Cluster.IsNamed ? $"/tagalong/clusters/{Uri.EscapeDataString(outcome.Cluster.Value)}" : "/tagalong",
            Type = type,
            Time = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            Subject = subject,
            Cluster = outcome.Cluster.Value ?? "",
            TraceParent = isTraced ? outcome.TraceParent : null,
            TraceState = isTraced ? trigger.TraceState : null,
            Data = OutcomeEventData.Write(trigger, outcome),
        };
    }

    private static string? TypeOf(Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Labeled => OutcomeEventType.Applied,
        OutcomeKind.Unchanged => IsKept(outcome) ? OutcomeEventType.Kept : null,
        OutcomeKind.Denied => OutcomeEventType.Denied,
        OutcomeKind.Rejected => OutcomeEventType.Rejected,
        OutcomeKind.Ignored => null,
        OutcomeKind.Gone => null,
        OutcomeKind.Deferred => null,
    };

    /// <summary>A write was attempted, and the API server reported that others own all labels. The object's next event already shows that.</summary>
    private static bool IsKept(Outcome outcome) =>
        outcome.Writes > 0
        && (outcome.Reason == OutcomeReason.LabelsOwnedByAnother || outcome.Kept.Any(static label => label.Reason == SkipReason.OwnedByAnother));

    private string PathOf(ObjectReference target)
    {
        var type = policy.TargetType(target) ?? ResourceType.Of(target.ApiVersion, target.Kind);
        return $"/{ObjectPath.Of(type, target.Namespace, target.Name)}";
    }

    /// <summary>The same id for the same outcome of the same event, so that receivers can drop duplicates.</summary>
    private static string IdOf(string type, string? subject, EventEnvelope trigger, Outcome outcome)
    {
        var text = string.Join('\n', type, outcome.Cluster.Value, subject, outcome.Object?.Uid, outcome.ResourceVersion, trigger.Source, trigger.Id);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
