using System.Buffers;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>Objects as they are.</summary>
internal sealed class WholeObjects : IRepresentation
{
    public static readonly WholeObjects Instance = new();

    public string ContentType => "application/json";

    public void WriteObject(IBufferWriter<byte> output, StoredObject stored) => output.Write(stored.Json.Span);

    public void WriteList(IBufferWriter<byte> output, ResourceKind kind, ListPage page)
    {
        output.WriteListHead(kind.Kind + "List", kind.ApiVersion, page, isCustom: !kind.BuiltIn);
        output.Write(",\"items\":["u8);
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            WriteItem(output, page.Items[i]);
        }

        output.Write("]}"u8);
    }

    public void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents)
    {
        output.WriteText($"{{\"kind\":\"{kind.Kind}\",\"apiVersion\":\"{kind.ApiVersion}\",\"metadata\":");
        output.WriteBookmarkMetadata(resourceVersion, endsInitialEvents);
        output.WriteText(kind.Bookmark is { } rest ? $",{rest[1..]}" : "}");
    }

    // Items of a built-in kind do not repeat what the list says of them; those of a custom resource do.
    private static void WriteItem(IBufferWriter<byte> output, StoredObject item)
    {
        if (item.Kind.BuiltIn)
        {
            output.Write("{"u8);
            output.Write(item.JsonAfterTypeMeta.Span);
        }
        else
        {
            output.Write(item.Json.Span);
        }
    }
}
