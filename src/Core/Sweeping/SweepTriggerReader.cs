using System.Text.Json;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Text;

namespace Tagalong.Core.Sweeping;

/// <summary>Reads the event that requests a sweep: one of a PingSource whose data has the member <c>sweep</c>.</summary>
internal static class SweepTriggerReader
{
    private const string Ping = "dev.knative.sources.ping";

    /// <summary>Whether an event may request a sweep.</summary>
    public static bool IsPing(EventEnvelope envelope) => envelope.Type == Ping;

    /// <summary>The requested sweep, or why there is none.</summary>
    public static (SweepRequest? Request, Failure Failure) Read(EventEnvelope envelope)
    {
        try
        {
            var trigger = JsonSerializer.Deserialize(envelope.Data.Span, SweepJsonContext.Default.SweepTrigger) ?? throw new JsonException();
            return trigger.Sweep is { } selection
                ? (RequestOf(selection) with { Scope = envelope.SenderClusters }, default)
                : (null, new Failure(OutcomeReason.UnknownEventType));
        }
        catch (Exception error) when (JsonText.IsFault(error))
        {
            var path = (error as JsonException)?.Path ?? "$";
            return (null, new Failure(
                OutcomeReason.MalformedData,
                $"The data is not valid at {Quoted.Text(path)}: it has to be an object whose member sweep "
                    + "has the members clusters and namespaces (arrays of names) and selector (a string), all optional."));
        }
    }

    private static SweepRequest RequestOf(SweepTrigger.Selection selection) => new()
    {
        Clusters = [.. NamesOf(selection.Clusters, "clusters")],
        Namespaces = [.. NamesOf(selection.Namespaces, "namespaces")],
        Selector = selection.Selector ?? "",
    };

    private static string[] NamesOf(string[]? names, string member) => Array.TrueForAll(names ?? [], static name => name is not null && ObjectReference.IsPathSegment(name))
        ? names ?? []
        : throw new JsonException(null, $"$.sweep.{member}", null, null);
}
