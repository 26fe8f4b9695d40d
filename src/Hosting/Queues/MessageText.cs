using System.Text;

namespace Tagalong.Hosting.Queues;

/// <summary>The texts of messages in queues of Azure Storage. Event Grid encodes the event in base64, other senders do not.</summary>
public static class MessageText
{
    /// <summary>The largest text, in UTF-8.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The bytes of the event: those that a text in base64 encodes, or those of the text itself.</summary>
    public static ReadOnlyMemory<byte> Decode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        if (trimmed is not ['{' or '[', ..])
        {
            var bytes = new byte[(trimmed.Length / 4 * 3) + 3];
            if (Convert.TryFromBase64Chars(trimmed, bytes, out var length))
            {
                return bytes.AsMemory(0, length);
            }
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The text of an event, in base64.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);
}
