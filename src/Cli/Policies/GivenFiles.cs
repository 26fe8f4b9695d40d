using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.Core.Events;
using Tagalong.Core.Explaining;
using Tagalong.DevCluster.Json;

namespace Tagalong.Cli.Policies;

/// <summary>
/// Reads objects and events out of files: Kubernetes objects and lists of them in JSON or YAML, several documents in one,
/// CloudEvents in structured mode, one or a batch, and recorded requests, whose names end in <c>.http</c>.
/// </summary>
internal sealed class GivenFiles
{
    /// <summary>What one file may hold: more than a list of ten thousand objects.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    private readonly List<string> _faults = [];

    /// <summary>The objects.</summary>
    public OfflineObjects Objects { get; } = new();

    /// <summary>Reads files, in order; of a folder those that hold objects, by name.</summary>
    /// <exception cref="RefusedException">One cannot be read, or holds something else.</exception>
    public static async Task<OfflineObjects> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = new GivenFiles();
        foreach (var path in paths)
        {
            var expanded = Expand(path).ToList();
            if (expanded.Count == 0)
            {
                files._faults.Add($"{path}: holds no file that ends in .yaml, .yml, .json or .http");
            }

            foreach (var file in expanded)
            {
                await files.AddAsync(file, cancellationToken);
            }
        }

        return files._faults.Count == 0 ? files.Objects : throw new RefusedException(files._faults);
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path)
            .Where(static file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json" or ".http")
            .Order(StringComparer.Ordinal)
        : [path];

    private async Task AddAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var content = path == "-" ? await StandardInput.ReadAsync(MostBytes, cancellationToken) : await File.ReadAllBytesAsync(path, cancellationToken);
            if (content.Length > MostBytes)
            {
                _faults.Add($"{path}: is larger than {MostBytes / 1024 / 1024} MiB; split it");
            }
            else if (Path.GetExtension(path) == ".http")
            {
                AddRequest(path, content);
            }
            else
            {
                AddDocuments(path, content);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{path}: cannot be read: {fault.Message}");
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
        {
            _faults.Add($"{path}: is neither JSON nor YAML: {fault.Message}");
        }
    }

    private void AddRequest(string path, ReadOnlyMemory<byte> content)
    {
        var end = content.Span.IndexOf("\r\n\r\n"u8);
        var headers = Encoding.UTF8.GetString(content.Span[..Math.Max(0, end)]).Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2))
            .Where(static pair => pair.Length == 2).ToLookup(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (headers["Ce-Type"].FirstOrDefault() is { } type)
        {
            Note(path, Objects.Add(EventOf(type, content[(end + 4)..])));
        }
        else if (end >= 0)
        {
            AddDocuments(path, content[(end + 4)..]);
        }
        else
        {
            _faults.Add($"{path}: is no recorded request: headers and a body with an empty line between them, lines ended by CR and LF");
        }
    }

    private void AddDocuments(string path, ReadOnlyMemory<byte> content)
    {
        var documents = DocumentsOf(content.Span);
        if (documents.All(static document => document is null))
        {
            _faults.Add($"{path}: holds no object");
        }

        foreach (var document in documents.Where(static document => document is not null))
        {
            Add(path, document);
        }
    }

    private static IReadOnlyList<JsonNode?> DocumentsOf(ReadOnlySpan<byte> content)
    {
        // JSON is YAML, but YAML takes its time.
        var text = Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                return [JsonNode.Parse(text)];
            }
            catch (JsonException)
            {
                // Perhaps YAML in flow style, or one JSON after another.
            }
        }

        return YamlToJson.ParseAll(text);
    }

    private void Add(string path, JsonNode? document)
    {
        switch (document)
        {
            case JsonArray batch:
                foreach (var item in batch)
                {
                    Add(path, item);
                }

                break;
            case JsonObject list when list["items"] is JsonArray items && list["kind"]?.ToString().EndsWith("List", StringComparison.Ordinal) == true:
                foreach (var item in items)
                {
                    Add(path, WithKind(item, list));
                }

                break;
            case JsonObject told when told["specversion"] is not null:
                Note(path, Objects.Add(EventOf(told["type"]?.ToString() ?? "", DataOf(told))));
                break;
            case JsonObject one:
                Note(path, Objects.Add(Encoding.UTF8.GetBytes(one.ToJsonString())));
                break;
            default:
                _faults.Add($"{path}: holds something that is no object");
                break;
        }
    }

    /// <summary>The list of a built-in kind does not say of its items what they are.</summary>
    private static JsonNode? WithKind(JsonNode? item, JsonObject list)
    {
        var kind = list["kind"]!.ToString();
        if (item is JsonObject one && one["kind"] is null && kind != "List")
        {
            (one["apiVersion"], one["kind"]) = (list["apiVersion"]?.DeepClone(), kind[..^"List".Length]);
        }

        return item;
    }

    private static ReadOnlyMemory<byte> DataOf(JsonObject told) => told["data_base64"] is JsonValue encoded
        ? Convert.FromBase64String(encoded.ToString())
        : Encoding.UTF8.GetBytes(told["data"]?.ToJsonString() ?? "{}");

    private static EventEnvelope EventOf(string type, ReadOnlyMemory<byte> data) => new()
    {
        Id = "given",
        Source = "given",
        Type = type,
        Data = data,
        IsSenderAuthenticated = true,
    };

    private void Note(string path, string? fault)
    {
        if (fault is not null)
        {
            _faults.Add($"{path}: {fault}");
        }
    }
}
