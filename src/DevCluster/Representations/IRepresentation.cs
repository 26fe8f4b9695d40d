using System.Buffers;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>The form in which objects are sent: whole, metadata only, or as rows of a table. Created for one request.</summary>
internal interface IRepresentation
{
    void WriteObject(IBufferWriter<byte> output, StoredObject stored);

    void WriteList(IBufferWriter<byte> output, ResourceKind kind, ObjectPage page);

    /// <summary>Writes the object of a bookmark event, of which only the resource version counts.</summary>
    void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents);
}
