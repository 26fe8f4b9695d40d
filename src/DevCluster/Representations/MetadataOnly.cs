using System.Buffers;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary><c>PartialObjectMetadata</c>, and its list.</summary>
/// <param name="forLists">Whether the list was asked for by name: an object is no list, nor the other way round.</param>
internal sealed class MetadataOnly(bool forLists) : IRepresentation
{
    public string ContentType => "application/json";

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
            throw Refusals.NotAcceptable($"you requested PartialObjectMetadataList, but the requested object is not a list ({stored.Kind.Kind})");
        }

        Write(output, stored);
    }

    public void WriteList(IBufferWriter<byte> output, ResourceKind kind, ListPage page)
    {
        if (!forLists)
        {
            throw Refusals.NotAcceptable($"you requested PartialObjectMetadata, but the requested object is a list ({kind.Kind}List)");
        }

        output.WriteListHead("PartialObjectMetadataList", "meta.k8s.io/v1", page);
        if (page.Items.Count == 0)
        {
            // Made item by item, the real server's list of none was never made.
            output.Write(",\"items\":null}"u8);
            return;
        }

        output.Write(",\"items\":["u8);
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            Write(output, page.Items[i]);
        }

        output.Write("]}"u8);
    }

    public void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents)
    {
        output.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        output.WriteBookmarkMetadata(resourceVersion, endsInitialEvents);
        output.Write("}"u8);
    }
}
