using Tagalong.Core.Objects;

namespace Tagalong.Core.Events;

/// <summary>Reads a core/v1 ObjectReference, which names an object without its content.</summary>
internal static class ReferenceReader
{
    /// <returns>The reference; or null with the error, or with null if it is not a reference.</returns>
    public static (ObjectReference? Reference, string? Error) Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            string apiVersion = "", kind = "", ns = "", name = "", uid = "";
            var reader = JsonText.Reader(utf8);
            reader.EntersBody();
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
                else if (reader.ValueTextEquals("namespace"u8))
                {
                    ns = reader.TextMember("namespace");
                }
                else if (reader.ValueTextEquals("name"u8))
                {
                    name = reader.TextMember("name");
                }
                else if (reader.ValueTextEquals("uid"u8))
                {
                    uid = reader.TextMember("uid");
                }
                else
                {
                    reader.SkipMember();
                }
            }

            reader.ExpectsEnd();
            return apiVersion.Length == 0 || kind.Length == 0 || name.Length == 0
                ? (null, null)
                : (new ObjectReference(apiVersion, kind, ns, name, uid), null);
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            return (null, exception.Message);
        }
    }
}
