using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>Reads the members of a Kubernetes object that the rules need, in one forward pass over its UTF-8.</summary>
/// <remarks>
/// Members may come in any order. If a name is there twice, the last one counts, as for the JSON readers of the API server.
/// A null counts as absent.
/// </remarks>
internal static class ObjectReader
{
    /// <summary>Reads an object from its opening brace, where the reader is, to its closing one.</summary>
    /// <returns>The object, or null if it has no apiVersion, kind or name: then it is not a Kubernetes object.</returns>
    /// <exception cref="JsonException">The text is not JSON, or a member has a type that it cannot have.</exception>
    public static ObjectSnapshot? Read(ref Utf8JsonReader reader) => Read(ref reader, type: null);

    private static ObjectSnapshot? Read(ref Utf8JsonReader reader, ResourceType? type)
    {
        string? apiVersion = null, kind = null;
        var metadata = default(ObjectMetadata);
        var spec = default(SpecFields);
        while (reader.NextMember())
        {
            if (reader.TryReadText("apiVersion"u8, "apiVersion", ref apiVersion) || reader.TryReadText("kind"u8, "kind", ref kind))
            {
                continue;
            }

            if (reader.ValueTextEquals("metadata"u8))
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

        return string.IsNullOrEmpty(apiVersion) || string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(metadata.Name)
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

    /// <summary>Reads a text that is one object.</summary>
    /// <returns>The object; or null with the error, which is null if the text is not a Kubernetes object.</returns>
    public static (ObjectSnapshot? Snapshot, string? Error) Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = JsonText.Reader(utf8);
            reader.EntersBody();
            var snapshot = Read(ref reader);
            reader.ExpectsEnd();
            return (snapshot, null);
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            return (null, exception.Message);
        }
    }

    /// <summary>Reads an item of a list. Items of built-in kinds have neither apiVersion nor kind.</summary>
    /// <param name="utf8">The item.</param>
    /// <param name="type">The type of the list, and so of the item, even if the API server returns it as metadata only.</param>
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
        }

        return LabelSet.Collected(labels);
    }
}
