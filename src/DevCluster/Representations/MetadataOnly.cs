using System.Buffers;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary><c>PartialObjectMetadata</c>, and its list.</summary>
/// <param name="forLists">Whether the client asked for the list type. Each type fits only its own kind of response.</param>
internal sealed class MetadataOnly(bool forLists) : IRepresentation
{
    public static void Write(IBufferWriter<byte> output, StoredObject stored)
    {
        output.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        output.Write(stored.Metadata.Span);
        output.Write("}"u8);
    }

    public void WriteObject(IBufferWriter<byte> output, StoredObject stored)
    {
        if (forLists)
        {
            throw StatusErrors.NotAcceptable($"you requested PartialObjectMetadataList, but the requested object is not a list ({stored.Kind.Kind})");
        }

        Write(output, stored);
    }

    public void WriteList(IBufferWriter<byte> output, ResourceKind kind, ObjectPage page)
    {
        if (!forLists)
        {
            throw StatusErrors.NotAcceptable($"you requested PartialObjectMetadata, but the requested object is a list ({kind.Kind}List)");
        }

        output.WriteListHead("PartialObjectMetadataList", "meta.k8s.io/v1", page);
        output.Write(",\"items\":"u8);
        if (page.Items.Count == 0)
        {
            // The real server appends item by item to a null list.
            output.Write("null"u8);
        }
        else
        {
            output.WriteItems(page.Items, Write);
        }

        output.Write("}"u8);
    }

    public void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents)
    {
        output.WriteBookmarkHead("PartialObjectMetadata", "meta.k8s.io/v1", resourceVersion, endsInitialEvents);
        output.Write("}"u8);
    }
}
