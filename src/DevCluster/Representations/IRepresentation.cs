using System.Buffers;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>How objects are shown: whole, their metadata alone, or as rows of a table. Made for one request.</summary>
internal interface IRepresentation
{
    string ContentType { get; }

    void WriteObject(IBufferWriter<byte> output, StoredObject stored);

    void WriteList(IBufferWriter<byte> output, ResourceKind kind, ListPage page);

    /// <summary>The object of a bookmark: a resource version, and no object to speak of.</summary>
    void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents);
}
