using System.Text;

namespace Tagalong.Server.AzureStorage;

/// <summary>The texts of messages in queues of Azure Storage. Event Grid encodes the event in base64, other senders do not.</summary>
internal static class MessageText
{
    public static ReadOnlyMemory<byte> Decode(string text)
    {
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

    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);
}
