using System.Globalization;
using System.Text;
using System.Text.Json;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>One line of a watch: an object as it was right after a change.</summary>
/// <param name="Object">The object.</param>
/// <param name="ResourceVersion">The number of the change.</param>
/// <param name="Verb"><c>add</c>, <c>update</c> or <c>delete</c>, as Knative's event types say it.</param>
/// <param name="Body">The object as JSON.</param>
internal sealed record WatchedChange(ObjectName Object, long ResourceVersion, string Verb, byte[] Body)
{
    /// <summary>Reads a line.</summary>
    /// <returns>The change; null for a bookmark.</returns>
    /// <exception cref="InvalidOperationException">The watch has failed, and the line says why.</exception>
    public static WatchedChange? Read(string line, ResourceKind kind)
    {
        using var parsed = JsonDocument.Parse(line);
        var value = parsed.RootElement.GetProperty("object");
        var verb = parsed.RootElement.GetProperty("type").GetString() switch
        {
            "ADDED" => "add",
            "MODIFIED" => "update",
            "DELETED" => "delete",
            "BOOKMARK" => null,
            _ => throw new InvalidOperationException($"The watch of {kind.Plural} failed: {value.GetRawText()}"),
        };
        if (verb is null)
        {
            return null;
        }

        var metadata = value.GetProperty("metadata");
        var name = new ObjectName(kind, metadata.GetProperty("name").GetString()!);
        var version = long.Parse(metadata.GetProperty("resourceVersion").GetString()!, CultureInfo.InvariantCulture);
        return new WatchedChange(name, version, verb, Encoding.UTF8.GetBytes(value.GetRawText()));
    }
}
