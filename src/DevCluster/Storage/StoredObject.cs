using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Tagalong.DevCluster.Storage;

/// <summary>
/// One version of an object, immutable. It is kept as the UTF-8 of the response, laid out so that every response is
/// a slice: <c>{"kind":…,"apiVersion":…,</c> then <c>"metadata":{…}</c>, then the rest.
/// </summary>
internal sealed class StoredObject
{
    /// <summary>As the real server, which bounds the size of an object and hardly its depth.</summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 1000 };

    private readonly byte[] _json;
    private readonly Range _metadata;
    private readonly int _typeMetaLength;

    private StoredObject(ResourceKind kind, JsonObject value)
    {
        Kind = kind;
        (_json, _typeMetaLength, _metadata) = Write(kind, value);
        var metadata = value.ObjectAt("metadata");
        Name = metadata.StringAt("name") ?? "";
        Namespace = metadata.StringAt("namespace");
        Uid = metadata.StringAt("uid") ?? "";
        IsBeingDeleted = metadata.StringAt("deletionTimestamp") is not null;
        Labels = metadata.MapAt("labels").ToDictionary(label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal);
        OwnerUids = [.. metadata.ListAt("ownerReferences").Select(owner => owner.TextAt("uid"))];
        ResourceVersion = long.TryParse(metadata.StringAt("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        Key = KeyOf(Namespace, Name);
    }

    public ResourceKind Kind { get; }

    /// <summary><c>namespace/name</c>, or the name alone. Objects are kept and paged in its ordinal order.</summary>
    public string Key { get; }

    public string? Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    public bool IsBeingDeleted { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyList<string> OwnerUids { get; }

    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>The whole object after <c>{"kind":…,"apiVersion":…,</c>; never empty, since metadata follows.</summary>
    public ReadOnlyMemory<byte> JsonAfterTypeMeta => _json.AsMemory(_typeMetaLength);

    public ReadOnlyMemory<byte> Metadata => _json.AsMemory(_metadata);

    public static StoredObject From(ResourceKind kind, JsonObject value) => new(kind, value);

    public static string KeyOf(string? @namespace, string name) => string.IsNullOrEmpty(@namespace) ? name : $"{@namespace}/{name}";

    /// <summary>A new tree, which the caller may change.</summary>
    public JsonObject ToJson() => JsonNode.Parse(_json, documentOptions: AnyDepth)!.AsObject();

    private static (byte[] Json, int TypeMetaLength, Range Metadata) Write(ResourceKind kind, JsonObject value)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonOptions.Writing);
        writer.WriteStartObject();
        writer.WriteString("kind", kind.Kind);
        writer.WriteString("apiVersion", kind.ApiVersion);
        var typeMetaLength = Written(writer) + 1;
        writer.WritePropertyName("metadata");
        var start = Written(writer);
        value.ObjectAt("metadata").WriteTo(writer);
        var metadata = start..Written(writer);
        foreach (var (name, field) in value)
        {
            if (name is "kind" or "apiVersion" or "metadata")
            {
                continue;
            }

            writer.WritePropertyName(name);
            if (field is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                field.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return (buffer.WrittenSpan.ToArray(), typeMetaLength, metadata);
    }

    private static int Written(Utf8JsonWriter writer) => (int)writer.BytesCommitted + writer.BytesPending;
}
