namespace Tagalong.DevCluster.Writing;

/// <summary>The body of a server-side apply, reduced to the fields that an applier can own.</summary>
internal static class ApplyConfiguration
{
    /// <exception cref="StatusException">400, if it is not an object of that kind and name, or has managed fields.</exception>
    public static void Normalize(ResourceKind kind, string? @namespace, string name, JsonObject configuration, string subresource)
    {
        if (configuration.StringAt("apiVersion") is var version && version != kind.ApiVersion)
        {
            throw StatusErrors.BadRequest($"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {kind.ApiVersion}");
        }

        GiveEmptyValues(configuration.ObjectAt("metadata"));
        ObjectShape.Check(kind, @namespace, configuration, isNew: false);
        if (configuration.ObjectAt("metadata").StringAt("name") is null or "")
        {
            configuration.ObjectAt("metadata")["name"] = name;
        }

        ObjectShape.CheckName(configuration, name);
        if (configuration.At("metadata.managedFields") is JsonArray { Count: > 0 })
        {
            throw StatusErrors.BadRequest("metadata.managedFields must be nil");
        }

        configuration.RemoveNulls();
        if (subresource == "status")
        {
            Keep(configuration, "apiVersion", "kind", "metadata", "status");
            Keep(configuration.ObjectAt("metadata"), "name", "namespace", "uid", "resourceVersion");
        }
        else if (kind.HasStatus)
        {
            configuration.Remove("status");
        }
    }

    // A label or annotation that is null gets an empty value.
    private static void GiveEmptyValues(JsonObject metadata)
    {
        foreach (var map in (ReadOnlySpan<JsonObject>)[metadata.MapAt("labels"), metadata.MapAt("annotations")])
        {
            foreach (var (name, _) in map.Where(field => field.Value is null).ToList())
            {
                map[name] = "";
            }
        }
    }

    private static void Keep(JsonObject value, params string[] names) => value.RemoveFields((name, _) => !names.Contains(name));
}
