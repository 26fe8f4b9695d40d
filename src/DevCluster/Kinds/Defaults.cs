namespace Tagalong.DevCluster.Kinds;

/// <summary>The defaults that the server sets in new objects; only those that clients of this server can notice.</summary>
internal static class Defaults
{
    public static void OneReplica(JsonObject value)
    {
        if (value["spec"] is JsonObject spec)
        {
            spec["replicas"] ??= 1;
        }
    }

    public static void Namespace(JsonObject value)
    {
        var metadata = value.ObjectAt("metadata");
        metadata.ObjectAt("labels")["kubernetes.io/metadata.name"] = metadata.StringAt("name");
        value.ObjectAt("status")["phase"] = "Active";
    }
}
