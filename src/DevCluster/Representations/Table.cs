using System.Buffers;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>Objects as rows, as <c>kubectl get</c> prints them.</summary>
/// <param name="includeObject">The part of the object in each row: <c>None</c>, <c>Metadata</c> or <c>Object</c>.</param>
internal sealed class Table(string includeObject, TimeProvider time) : IRepresentation
{
    private bool _describesColumns = true;

    public void WriteObject(IBufferWriter<byte> output, StoredObject stored) =>
        Write(output, stored.Kind, [stored], new ObjectPage([], stored.ResourceVersion, null, null));

    public void WriteList(IBufferWriter<byte> output, ResourceKind kind, ObjectPage page) => Write(output, kind, page.Items, page);

    public void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents)
    {
        output.WriteBookmarkHead("Table", "meta.k8s.io/v1", resourceVersion, endsInitialEvents);
        output.Write(",\"columnDefinitions\":[],\"rows\":[]}"u8);
    }

    private static IReadOnlyList<PrinterColumn> Columns(ResourceKind kind) => kind.Columns.Count > 0 ? kind.Columns : PrinterColumns.Fallback;

    private void Write(IBufferWriter<byte> output, ResourceKind kind, IReadOnlyList<StoredObject> items, ObjectPage page)
    {
        output.WriteListHead("Table", "meta.k8s.io/v1", page);
        output.Write(",\"columnDefinitions\":"u8);

        // A watch describes its columns once.
        if (_describesColumns)
        {
            output.WriteJson(new JsonArray([.. Columns(kind).Select(Definition)]));
        }
        else
        {
            output.Write("null"u8);
        }

        _describesColumns = false;
        output.Write(",\"rows\":"u8);
        output.WriteItems(items, WriteRow);
        output.Write("}"u8);
    }

    private static JsonObject Definition(PrinterColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = "",
        ["priority"] = column.Priority,
    };

    private void WriteRow(IBufferWriter<byte> output, StoredObject stored)
    {
        var (value, now) = (stored.ToJson(), time.GetUtcNow());
        output.Write("{\"cells\":"u8);
        output.WriteJson(new JsonArray([.. Columns(stored.Kind).Select(column => column.Cell(value, now))]));
        output.Write(",\"object\":"u8);
        switch (includeObject)
        {
            case "None":
                output.Write("null"u8);
                break;
            case "Object":
                output.Write(stored.Json.Span);
                break;
            default:
                MetadataOnly.Write(output, stored);
                break;
        }

        output.Write("}"u8);
    }
}
