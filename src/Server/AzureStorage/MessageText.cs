using System.Text;

namespace Tagalong.Server.AzureStorage;

/// <summary>The texts of messages in queues of Azure Storage. Event Grid puts the event there in base64, others as it is.</summary>
internal static class MessageText
{
    /// <summary>What a text stands for.</summary>
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

    /// <summary>The text for what is to stand there.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);
}
