using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Tagalong.Hosting.Queues;

/// <summary>
/// The text of a dead letter: the event with two more extension attributes, named as in Event Grid's own dead letters; if the
/// message is not an event, an object with the same two attributes and the message.
/// </summary>
public static class PoisonMessage
{
    private const string Reason = "deadletterreason";
    private const string Attempts = "deliveryattempts";
    private const int LongestReason = 512;

    /// <summary>Creates the text.</summary>
    /// <param name="message">The text of the message.</param>
    /// <param name="body">The decoded text.</param>
    /// <param name="cause">Why it is a dead letter.</param>
    /// <returns>The text, and whether it has the cause: a message that has no room for it stays unchanged.</returns>
    public static (string Text, bool HasCause) Create(string message, ReadOnlyMemory<byte> body, DeadLetterCause cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        var text = MessageText.Encode(WithCause(message, body, cause));
        return text.Length <= MessageText.MaxBytes ? (text, true) : (message, false);
    }

    private static ReadOnlySpan<byte> WithCause(string message, ReadOnlyMemory<byte> body, DeadLetterCause cause)
    {
        var written = new ArrayBufferWriter<byte>(body.Length + LongestReason);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("specversion", out _))
            {
                Write(written, cause, writer =>
                {
                    foreach (var member in json.RootElement.EnumerateObject().Where(static member => member.Name is not (Reason or Attempts)))
                    {
                        member.WriteTo(writer);
                    }
                });
                return written.WrittenSpan;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            // It is not JSON, or has a string that is not valid Unicode.
        }

        written.ResetWrittenCount();
        Write(written, cause, writer => writer.WriteString("message", message));
        return written.WrittenSpan;
    }

    private static void Write(ArrayBufferWriter<byte> written, DeadLetterCause cause, Action<Utf8JsonWriter> writeRest)
    {
        var reason = $"{cause.Reason}: {cause.Description}";
        using var writer = new Utf8JsonWriter(written);
        writer.WriteStartObject();
        writer.WriteString(Reason, reason.Length > LongestReason ? reason[..LongestReason] : reason);
        writer.WriteString(Attempts, cause.Attempts.ToString(CultureInfo.InvariantCulture));
        writeRest(writer);
        writer.WriteEndObject();
    }
}
