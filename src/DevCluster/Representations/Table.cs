using System.Buffers;
using System.Text.Json;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Representations;

/// <summary>Objects as rows: what <c>kubectl get</c> prints.</summary>
/// <param name="includeObject">What of the object each row carries: <c>None</c>, <c>Metadata</c> or <c>Object</c>.</param>
internal sealed class Table(string includeObject, TimeProvider time) : IRepresentation
{
    private bool _describesColumns = true;

    public string ContentType => "application/json";

    public void WriteObject(IBufferWriter<byte> output, StoredObject stored) =>
        Write(output, stored.Kind, [stored], new ListPage([], stored.ResourceVersion, null, null));

    public void WriteList(IBufferWriter<byte> output, ResourceKind kind, ListPage page) => Write(output, kind, page.Items, page);

    public void WriteBookmark(IBufferWriter<byte> output, ResourceKind kind, long resourceVersion, bool endsInitialEvents)
    {
        output.Write("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        output.WriteBookmarkMetadata(resourceVersion, endsInitialEvents);
        output.Write(",\"columnDefinitions\":[],\"rows\":[]}"u8);
    }

    private static IReadOnlyList<PrinterColumn> Columns(ResourceKind kind) => kind.Columns.Count > 0 ? kind.Columns : PrinterColumns.Fallback;

    private void Write(IBufferWriter<byte> output, ResourceKind kind, IReadOnlyList<StoredObject> items, ListPage page)
    {
        output.WriteListHead("Table", "meta.k8s.io/v1", page);
        output.Write(",\"columnDefinitions\":"u8);

        // A watch describes its columns once.
        if (_describesColumns)
        {
            output.WriteJson(writer => WriteColumns(writer, Columns(kind)));
        }
        else
        {
            output.Write("null"u8);
        }

        _describesColumns = false;
        output.Write(",\"rows\":["u8);
        for (var i = 0; i < items.Count; i++)
        {
            output.Write(i == 0 ? "{\"cells\":"u8 : ",{\"cells\":"u8);
            output.WriteJson(writer => WriteCells(writer, items[i]));
            WriteRowObject(output, items[i]);
            output.Write("}"u8);
        }

        output.Write("]}"u8);
    }

    private static void WriteColumns(Utf8JsonWriter writer, IReadOnlyList<PrinterColumn> columns)
    {
        writer.WriteStartArray();
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type);
            writer.WriteString("format", column.Format);
            writer.WriteString("description", "");
            writer.WriteNumber("priority", column.Priority);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteCells(Utf8JsonWriter writer, StoredObject stored)
    {
        var (value, now) = (stored.ToJson(), time.GetUtcNow());
        writer.WriteStartArray();
        foreach (var column in Columns(stored.Kind))
        {
            if (column.Cell(value, now) is { } cell)
            {
                cell.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }

    private void WriteRowObject(IBufferWriter<byte> output, StoredObject stored)
    {
        switch (includeObject)
        {
            case "None":
                output.Write(",\"object\":null"u8);
                break;
            case "Object":
                output.Write(",\"object\":"u8);
                output.Write(stored.Json.Span);
                break;
            default:
                output.Write(",\"object\":"u8);
                MetadataOnly.Write(output, stored);
                break;
        }
    }
}
