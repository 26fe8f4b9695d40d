using System.Collections.Immutable;
using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>The members of an object's <c>metadata</c> that the rules need; default where they are missing.</summary>
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
            if (reader.TryReadText("name"u8, "metadata.name", ref metadata.Name)
                || reader.TryReadText("namespace"u8, "metadata.namespace", ref metadata.Namespace)
                || reader.TryReadText("uid"u8, "metadata.uid", ref metadata.Uid)
                || reader.TryReadText("resourceVersion"u8, "metadata.resourceVersion", ref metadata.ResourceVersion))
            {
                continue;
            }

            if (reader.ValueTextEquals("creationTimestamp"u8))
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
        while (reader.NextObject("metadata.ownerReferences[]"))
        {
            owners.Add(ReadOwner(ref reader));
        }

        return InternedArrays<OwnerReference>.Of(owners);
    }

    private static OwnerReference ReadOwner(ref Utf8JsonReader reader)
    {
        string? apiVersion = null, kind = null, name = null, uid = null;
        var isController = false;
        while (reader.NextMember())
        {
            if (reader.TryReadText("apiVersion"u8, "metadata.ownerReferences[].apiVersion", ref apiVersion)
                || reader.TryReadText("kind"u8, "metadata.ownerReferences[].kind", ref kind)
                || reader.TryReadText("name"u8, "metadata.ownerReferences[].name", ref name)
                || reader.TryReadText("uid"u8, "metadata.ownerReferences[].uid", ref uid))
            {
                continue;
            }

            if (reader.ValueTextEquals("controller"u8))
            {
                isController = reader.FlagMember("metadata.ownerReferences[].controller");
            }
            else
            {
                reader.SkipMember();
            }
        }

        return new OwnerReference(apiVersion ?? "", kind ?? "", name ?? "", uid ?? "", isController);
    }
}
