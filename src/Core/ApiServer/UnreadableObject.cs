using System.Text.Json;
using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>An object of an API server that cannot be read, as far as its text says which one it is.</summary>
/// <param name="Object">The object.</param>
/// <param name="ResourceVersion">Its resource version; empty if that cannot be read.</param>
/// <param name="Error">What is wrong with it, as a sentence.</param>
internal readonly record struct UnreadableObject(ObjectReference Object, string ResourceVersion, string Error)
{
    /// <summary>Looks for the name in the text of an object.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="type">The kind, or null if only the text has it.</param>
    /// <param name="error">What is wrong with the object.</param>
    /// <returns>The object; null if the text is not that of a Kubernetes object, which has a name.</returns>
    public static UnreadableObject? Find(ReadOnlySpan<byte> utf8, ResourceType? type, string error)
    {
        string apiVersion = type?.ApiVersion ?? "", kind = type?.Kind ?? "";
        var metadata = (Namespace: "", Name: "", Uid: "", ResourceVersion: "");
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
            var isInMetadata = false;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    isInMetadata = reader.ValueTextEquals("metadata"u8);
                    _ = type is null && (Take(ref reader, "apiVersion"u8, ref apiVersion) || Take(ref reader, "kind"u8, ref kind));
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && isInMetadata)
                {
                    _ = Take(ref reader, "name"u8, ref metadata.Name) || Take(ref reader, "namespace"u8, ref metadata.Namespace)
                        || Take(ref reader, "uid"u8, ref metadata.Uid) || Take(ref reader, "resourceVersion"u8, ref metadata.ResourceVersion);
                }
            }
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            return null;
        }

        return apiVersion.Length == 0 || kind.Length == 0 || metadata.Name.Length == 0
            ? null
            : new UnreadableObject(new ObjectReference(apiVersion, kind, metadata.Namespace, metadata.Name, metadata.Uid), metadata.ResourceVersion, error);
    }

    private static bool Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ref string value)
    {
        if (!reader.ValueTextEquals(name))
        {
            return false;
        }

        if (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            value = UntrustedText.Sanitize(reader.GetString()!);
        }

        return true;
    }
}
