using System.Buffers;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>Objects with all their fields.</summary>
internal sealed class WholeObjects : IRepresentation
{
    public static readonly WholeObjects Instance = new();

    public void WriteObject(IBufferWriter<byte> output, StoredObject stored) => output.Write(stored.Json.Span);

    public void WriteList(IBufferWriter<byte> output, ResourceKind kind, ObjectPage page)
    {
        output.WriteListHead(kind.Kind + "List", kind.ApiVersion, page, isCustom: !kind.BuiltIn);
        output.Write(",\"items\":"u8);
        output.WriteItems(page.Items, WriteItem);
        output.Write("}"u8);
    }

    public void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents)
    {
        output.WriteBookmarkHead(kind.Kind, kind.ApiVersion, resourceVersion, endsInitialEvents);
        output.WriteText(kind.Bookmark is { } rest ? $",{rest[1..]}" : "}");
    }

    // Items of a built-in kind do not repeat the kind and version of the list; those of a custom resource do.
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
