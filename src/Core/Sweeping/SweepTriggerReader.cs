using System.Text.Json;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// Reads the event that asks for a sweep: a PingSource's, whose data is an object with the member <c>sweep</c>. What else a
/// PingSource sends is none.
/// </summary>
internal static class SweepTriggerReader
{
    private const string Ping = "dev.knative.sources.ping";

    /// <summary>Whether an event may ask for a sweep.</summary>
    public static bool IsPing(EventEnvelope envelope) => envelope.Type == Ping;

    /// <summary>What is asked for, or why nothing is.</summary>
    public static (SweepRequest? Request, Failure Failure) Read(EventEnvelope envelope)
    {
        try
        {
            return ReadData(envelope) is { } request
                ? (request with { Scope = envelope.SenderClusters }, default)
                : (null, new Failure(OutcomeReason.UnknownEventType));
        }
        catch (Exception fault) when (JsonText.IsFault(fault))
        {
            return (null, new Failure(OutcomeReason.MalformedData, fault.Message));
        }
    }

    private static SweepRequest? ReadData(EventEnvelope envelope)
    {
        var reader = JsonText.Reader(envelope.Data.Span);
        reader.EntersBody();
        SweepRequest? request = null;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("sweep"u8))
            {
                request = reader.EntersObject("sweep") ? ReadRequest(ref reader) : null;
            }
            else
            {
                reader.SkipMember();
            }
        }

        return request;
    }

    private static SweepRequest ReadRequest(ref Utf8JsonReader reader)
    {
        var request = new SweepRequest();
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("clusters"u8))
            {
                request = request with { Clusters = [.. ReadNames(ref reader, "sweep.clusters")] };
            }
            else if (reader.ValueTextEquals("namespaces"u8))
            {
                request = request with { Namespaces = [.. ReadNames(ref reader, "sweep.namespaces")] };
            }
            else if (reader.ValueTextEquals("selector"u8))
            {
                request = request with { Selector = reader.TextMember("sweep.selector") };
            }
            else
            {
                // To pass over what is misspelt would sweep more than was asked for.
                throw new JsonException("sweep has a member that it does not know; it knows clusters, namespaces and selector.");
            }
        }

        return request;
    }

    private static List<string> ReadNames(ref Utf8JsonReader reader, string path)
    {
        var names = new List<string>();
        if (!reader.EntersArray(path))
        {
            return names;
        }

        while (reader.NextElement())
        {
            var name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw JsonText.WrongType(ref reader, $"{path}[]", "a string");
            names.Add(ObjectReference.IsPathSegment(name) ? name : throw new JsonException($"{path}[] holds something that is no name."));
        }

        return names;
    }
}
