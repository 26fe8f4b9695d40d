using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>
/// Picks out of a Kubernetes object, in one forward pass over its UTF-8, what the rules need, and skips the rest.
/// </summary>
/// <remarks>
/// Members may come in any order. Of members with one name the last counts, as for every JSON reader of the API server.
/// A null counts as absent.
/// </remarks>
internal static class ObjectReader
{
    /// <summary>More labels than any object carries; planning takes time with their square.</summary>
    public const int MostLabels = 4096;

    /// <summary>Reads the object whose opening brace the reader stands on and leaves the reader on the closing one.</summary>
    /// <returns>The object, or null if it has no apiVersion, kind or name: then it is no Kubernetes object.</returns>
    /// <exception cref="JsonException">The text is not JSON, or a member has a type that it cannot have.</exception>
    public static ObjectSnapshot? Read(ref Utf8JsonReader reader) => Read(ref reader, type: null);

    private static ObjectSnapshot? Read(ref Utf8JsonReader reader, ResourceType? type)
    {
        string apiVersion = "", kind = "";
        var metadata = default(ObjectMetadata);
        var spec = default(SpecFields);
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("apiVersion"u8))
            {
                apiVersion = reader.TextMember("apiVersion");
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                kind = reader.TextMember("kind");
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                metadata = reader.EntersObject("metadata") ? ObjectMetadata.Read(ref reader) : default;
            }
            else if (reader.ValueTextEquals("spec"u8))
            {
                spec = reader.EntersObject("spec") ? SpecFields.Read(ref reader) : default;
            }
            else
            {
                reader.SkipMember();
            }
        }

        if (type is not null)
        {
            (apiVersion, kind) = (type.ApiVersion, type.Kind);
        }

        return apiVersion.Length == 0 || kind.Length == 0 || string.IsNullOrEmpty(metadata.Name)
            ? null
            : new ObjectSnapshot
            {
                ApiVersion = apiVersion,
                Kind = kind,
                Namespace = metadata.Namespace ?? "",
                Name = metadata.Name,
                Uid = metadata.Uid ?? "",
                ResourceVersion = metadata.ResourceVersion ?? "",
                CreationTimestamp = metadata.CreationTimestamp,
                DeletionTimestamp = metadata.DeletionTimestamp,
                Labels = metadata.Labels ?? LabelSet.Empty,
                Owners = metadata.Owners.IsDefault ? [] : metadata.Owners,
                LabelManagers = metadata.LabelManagers.IsDefault ? null : metadata.LabelManagers,
                LastWritten = metadata.LastWritten,
                HasSpec = spec.IsPresent,
                PodTemplateLabels = spec.PodTemplateLabels ?? LabelSet.Empty,
                SelectorKeys = spec.SelectorKeys.IsDefault ? [] : spec.SelectorKeys,
            };
    }

    /// <summary>Reads a text that is one object and nothing else.</summary>
    /// <returns>The object; or null with what is wrong, or with null where it is no Kubernetes object.</returns>
    public static (ObjectSnapshot? Snapshot, string? Fault) Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = JsonText.Reader(utf8);
            reader.EntersBody();
            var snapshot = Read(ref reader);
            reader.ExpectsEnd();
            return (snapshot, null);
        }
        catch (Exception fault) when (JsonText.IsFault(fault))
        {
            return (null, fault.Message);
        }
    }

    /// <summary>Reads an item of a list, which need not say what it is: the list of a built-in kind leaves that out.</summary>
    /// <param name="utf8">The item.</param>
    /// <param name="type">What was asked for, and so what the item is, even where it is shown as metadata only.</param>
    /// <returns>The object, or null if it has no name.</returns>
    /// <exception cref="JsonException">The text is not JSON, or a member has a type that it cannot have.</exception>
    public static ObjectSnapshot? ReadItem(ReadOnlySpan<byte> utf8, ResourceType type)
    {
        var reader = JsonText.Reader(utf8);
        reader.EntersBody();
        return Read(ref reader, type);
    }

    /// <summary>Reads a map of labels, at its opening brace.</summary>
    public static LabelSet ReadLabels(ref Utf8JsonReader reader, string path)
    {
        var labels = ListPool<Label>.Take();
        while (reader.NextMember())
        {
            var key = reader.Text();
            labels.Add(new Label(key, reader.TextMember(path)));
            if (labels.Count > MostLabels)
            {
                throw new JsonException($"{path} has more than {MostLabels} members.");
            }
        }

        return LabelSet.Collected(labels);
    }
}
