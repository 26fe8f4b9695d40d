using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.Cli.Commands;
using Tagalong.Core.Events;
using Tagalong.Core.Explaining;

namespace Tagalong.Cli.Policies;

/// <summary>
/// Reads objects from files: Kubernetes objects and lists in JSON or YAML, several documents in a file, CloudEvents in
/// structured mode, one or a batch, and recorded requests, whose names end in <c>.http</c>.
/// </summary>
internal sealed class ManifestFiles
{
    /// <summary>The size limit of one file: enough for a list of ten thousand objects.</summary>
    private const int MaxBytes = 256 * 1024 * 1024;

    private readonly List<string> _errors = [];
    private readonly OfflineObjects _objects = new();

    /// <summary>Reads files in order, and the files of a folder by name.</summary>
    /// <exception cref="CommandException">A file cannot be read, or contains something else.</exception>
    public static async Task<OfflineObjects> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = new ManifestFiles();
        foreach (var path in paths)
        {
            var expanded = Expand(path).ToList();
            if (expanded.Count == 0)
            {
                files._errors.Add($"{path}: has no file that ends in .yaml, .yml, .json or .http");
            }

            foreach (var file in expanded)
            {
                await files.AddFileAsync(file, cancellationToken);
            }
        }

        return files._errors.Count == 0 ? files._objects : throw new CommandException(files._errors);
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path)
            .Where(static file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json" or ".http")
            .Order(StringComparer.Ordinal)
        : [path];

    private async Task AddFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var content = path == "-" ? await StandardInput.ReadAsync(MaxBytes, cancellationToken) : await File.ReadAllBytesAsync(path, cancellationToken);
            if (content.Length > MaxBytes)
            {
                _errors.Add($"{path}: is larger than {MaxBytes / 1024 / 1024} MiB; split it");
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{path}: cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            _errors.Add($"{path}: is neither JSON nor YAML: {exception.Message}");
        }
    }

    private void AddRequest(string path, ReadOnlyMemory<byte> content)
    {
        var end = content.Span.IndexOf("\r\n\r\n"u8);
        var headers = Encoding.UTF8.GetString(content.Span[..Math.Max(0, end)]).Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2))
            .Where(static pair => pair.Length == 2).ToLookup(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        if (headers["Ce-Type"].FirstOrDefault() is { } type)
        {
            AddEvent(path, type, content[(end + 4)..]);
        }
        else if (end >= 0)
        {
            AddDocuments(path, content[(end + 4)..]);
        }
        else
        {
            _errors.Add($"{path}: is not a recorded request: headers, an empty line and a body, with lines that end in CR and LF");
        }
    }

    private void AddDocuments(string path, ReadOnlyMemory<byte> content)
    {
        var documents = DocumentsOf(content.Span).OfType<JsonNode>().ToList();
        if (documents.Count == 0)
        {
            _errors.Add($"{path}: contains no object");
        }

        foreach (var document in documents)
        {
            AddDocument(path, document);
        }
    }

    private static IReadOnlyList<JsonNode?> DocumentsOf(ReadOnlySpan<byte> content)
    {
        // JSON is YAML, but the JSON parser is faster.
        var text = Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                return [JsonNode.Parse(text)];
            }
            catch (JsonException)
            {
                // This may be YAML in flow style, or several JSON values.
            }
        }

        return YamlToJson.Convert(text);
    }

    private void AddDocument(string path, JsonNode? document)
    {
        switch (document)
        {
            case JsonArray batch:
                foreach (var item in batch)
                {
                    AddDocument(path, item);
                }

                break;
            case JsonObject list when list["items"] is JsonArray items && list["kind"]?.ToString().EndsWith("List", StringComparison.Ordinal) == true:
                foreach (var item in items)
                {
                    AddDocument(path, WithKind(item, list));
                }

                break;
            case JsonObject cloudEvent when cloudEvent["specversion"] is not null:
                AddEvent(path, cloudEvent["type"]?.ToString() ?? "", DataOf(cloudEvent));
                break;
            case JsonObject manifest:
                AddErrorOf(path, _objects.Add(Encoding.UTF8.GetBytes(manifest.ToJsonString())));
                break;
            default:
                _errors.Add($"{path}: contains something that is not an object");
                break;
        }
    }

    private void AddEvent(string path, string type, ReadOnlyMemory<byte> data) => AddErrorOf(path, _objects.Add(new EventEnvelope
    {
        Id = "given",
        Source = "given",
        Type = type,
        Data = data,
        IsSenderAuthenticated = true,
    }));

    /// <summary>The items of a typed list, like a ReplicaSetList, have no apiVersion and kind of their own.</summary>
    private static JsonNode? WithKind(JsonNode? item, JsonObject list)
    {
        var kind = list["kind"]!.ToString();
        if (item is JsonObject manifest && manifest["kind"] is null && kind != "List")
        {
            (manifest["apiVersion"], manifest["kind"]) = (list["apiVersion"]?.DeepClone(), kind[..^"List".Length]);
        }

        return item;
    }

    private static ReadOnlyMemory<byte> DataOf(JsonObject cloudEvent) => cloudEvent["data_base64"] is JsonValue encoded
        ? Convert.FromBase64String(encoded.ToString())
        : Encoding.UTF8.GetBytes(cloudEvent["data"]?.ToJsonString() ?? "{}");

    private void AddErrorOf(string path, string? error)
    {
        if (error is not null)
        {
            _errors.Add($"{path}: {error}");
        }
    }
}
