using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>
/// What stands in the queue of dead letters: the event with two more extension attributes, by the names that Event Grid's own
/// dead letters have; what is no event, in an object with the same two.
/// </summary>
internal static class PoisonMessage
{
    private const string Reason = "deadletterreason";
    private const string Attempts = "deliveryattempts";
    private const int LongestReason = 512;

    /// <summary>The text of the dead letter.</summary>
    /// <param name="message">The text of the message that is given up.</param>
    /// <param name="body">What it stands for.</param>
    /// <param name="why">Why it is given up.</param>
    /// <returns>Whether the reason is in it: where there is no room for it, the message stays as it was.</returns>
    public static (string Text, bool TellsWhy) Of(string message, ReadOnlyMemory<byte> body, DeadLetterReason why)
    {
        var text = MessageText.Encode(WithReason(message, body, why));
        return text.Length <= StorageQueue.MostBytes ? (text, true) : (message, false);
    }

    private static ReadOnlySpan<byte> WithReason(string message, ReadOnlyMemory<byte> body, DeadLetterReason why)
    {
        var written = new ArrayBufferWriter<byte>(body.Length + LongestReason);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("specversion", out _))
            {
                Write(written, why, json.RootElement);
                return written.WrittenSpan;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            // It is no event, or holds what is no text.
        }

        written.ResetWrittenCount();
        Write(written, why, message);
        return written.WrittenSpan;
    }

    private static void Write(ArrayBufferWriter<byte> written, DeadLetterReason why, JsonElement cloudEvent)
    {
        using var writer = Begin(written, why);
        foreach (var member in cloudEvent.EnumerateObject().Where(static member => member.Name is not (Reason or Attempts)))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void Write(ArrayBufferWriter<byte> written, DeadLetterReason why, string text)
    {
        using var writer = Begin(written, why);
        writer.WriteString("message", text);
        writer.WriteEndObject();
    }

    private static Utf8JsonWriter Begin(ArrayBufferWriter<byte> written, DeadLetterReason why)
    {
        var reason = $"{why.Reason}: {why.Detail}";
        var writer = new Utf8JsonWriter(written);
        writer.WriteStartObject();
        writer.WriteString(Reason, reason.Length > LongestReason ? reason[..LongestReason] : reason);
        writer.WriteString(Attempts, why.Attempts.ToString(CultureInfo.InvariantCulture));
        return writer;
    }
}
