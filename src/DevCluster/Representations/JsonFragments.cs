using System.Buffers;
using System.Text;
using System.Text.Json;
using Tagalong.DevCluster.Listing;

namespace Tagalong.DevCluster.Representations;

/// <summary>JSON put together from pieces that are JSON already.</summary>
internal static class JsonFragments
{
    public static void WriteText(this IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    public static void WriteListHead(this IBufferWriter<byte> output, string kind, string apiVersion, ListPage page, bool isCustom = false)
    {
        output.WriteText($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{\"resourceVersion\":\"{page.ResourceVersion}\"");
        if ((page.Continue ?? (isCustom ? "" : null)) is { } token)
        {
            output.WriteText($",\"continue\":\"{token}\"");
        }

        if (page.RemainingItemCount is { } remaining)
        {
            output.WriteText($",\"remainingItemCount\":{remaining}");
        }

        output.Write("}"u8);
    }

    public static void WriteBookmarkMetadata(this IBufferWriter<byte> output, long resourceVersion, bool endsInitialEvents)
    {
        output.WriteText($"{{\"resourceVersion\":\"{resourceVersion}\"");
        if (endsInitialEvents)
        {
            output.Write(",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}"u8);
        }

        output.Write("}"u8);
    }

    public static void WriteJson(this IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(output, JsonText.Writing);
        write(writer);
        writer.Flush();
    }
}
