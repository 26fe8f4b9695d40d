using System.Collections.Immutable;
using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>The members of an object's <c>metadata</c> that count; a default value where they are missing.</summary>
internal struct ObjectMetadata
{
    public string? Name;
    public string? Namespace;
    public string? Uid;
    public string? ResourceVersion;
    public DateTimeOffset? CreationTimestamp;
    public DateTimeOffset? DeletionTimestamp;
    public LabelSet? Labels;
    public ImmutableArray<OwnerReference> Owners;
    public ImmutableArray<ManagedLabels> LabelManagers;
    public DateTimeOffset? LastWritten;

    public static ObjectMetadata Read(ref Utf8JsonReader reader)
    {
        var metadata = default(ObjectMetadata);
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("name"u8))
            {
                metadata.Name = reader.TextMember("metadata.name");
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                metadata.Namespace = reader.TextMember("metadata.namespace");
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                metadata.Uid = reader.TextMember("metadata.uid");
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                metadata.ResourceVersion = reader.TextMember("metadata.resourceVersion");
            }
            else if (reader.ValueTextEquals("creationTimestamp"u8))
            {
                metadata.CreationTimestamp = reader.TimeMember("metadata.creationTimestamp");
            }
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
            {
                metadata.DeletionTimestamp = reader.TimeMember("metadata.deletionTimestamp");
            }
            else if (reader.ValueTextEquals("labels"u8))
            {
                metadata.Labels = reader.EntersObject("metadata.labels") ? ObjectReader.ReadLabels(ref reader, "metadata.labels") : null;
            }
            else if (reader.ValueTextEquals("ownerReferences"u8))
            {
                metadata.Owners = reader.EntersArray("metadata.ownerReferences") ? ReadOwners(ref reader) : default;
            }
            else if (reader.ValueTextEquals("managedFields"u8))
            {
                metadata.LabelManagers = reader.EntersArray("metadata.managedFields") ? ManagedFieldsReader.Read(ref reader, out metadata.LastWritten) : default;
            }
            else
            {
                reader.SkipMember();
            }
        }

        return metadata;
    }

    private static ImmutableArray<OwnerReference> ReadOwners(ref Utf8JsonReader reader)
    {
        var owners = ListPool<OwnerReference>.Take();
        while (reader.NextElement())
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw JsonText.WrongType(ref reader, "metadata.ownerReferences[]", "an object");
            }

            owners.Add(ReadOwner(ref reader));
        }

        return InternedArrays<OwnerReference>.Of(owners);
    }

    private static OwnerReference ReadOwner(ref Utf8JsonReader reader)
    {
        string apiVersion = "", kind = "", name = "", uid = "";
        var isController = false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("apiVersion"u8))
            {
                apiVersion = reader.TextMember("metadata.ownerReferences[].apiVersion");
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                kind = reader.TextMember("metadata.ownerReferences[].kind");
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = reader.TextMember("metadata.ownerReferences[].name");
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                uid = reader.TextMember("metadata.ownerReferences[].uid");
            }
            else if (reader.ValueTextEquals("controller"u8))
            {
                isController = reader.FlagMember("metadata.ownerReferences[].controller");
            }
            else
            {
                reader.SkipMember();
            }
        }

        return new OwnerReference(apiVersion, kind, name, uid, isController);
    }
}
