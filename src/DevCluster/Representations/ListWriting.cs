using System.Buffers;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>Writes the parts that the JSON of all representations has in common.</summary>
internal static class ListWriting
{
    /// <summary>Writes everything up to the items.</summary>
    public static void WriteListHead(this IBufferWriter<byte> output, string kind, string apiVersion, ObjectPage page, bool isCustom = false)
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

    /// <summary>Writes the items between their brackets, with commas.</summary>
    public static void WriteItems(this IBufferWriter<byte> output, IReadOnlyList<StoredObject> items, Action<IBufferWriter<byte>, StoredObject> write)
    {
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            write(output, items[i]);
        }

        output.Write("]"u8);
    }

    public static void WriteBookmarkHead(this IBufferWriter<byte> output, string kind, string apiVersion, long resourceVersion, bool endsInitialEvents)
    {
        var annotations = endsInitialEvents ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        output.WriteText($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{\"resourceVersion\":\"{resourceVersion}\"{annotations}}}");
    }
}
