using Tagalong.DevCluster.FieldManagement;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Writing;

/// <summary>Creates objects.</summary>
internal sealed class ObjectCreation(ObjectStore store, TimeProvider time, RandomSource random)
{
    /// <exception cref="StatusException">400, 403, 404, 409, 422, 500.</exception>
    public StoredObject Create(ResourceKind kind, string? @namespace, JsonObject value, WriteOptions options)
    {
        ObjectShape.Check(kind, @namespace, value, isNew: true);
        if (value.ObjectAt("metadata").StringAt("resourceVersion") is { Length: > 0 })
        {
            throw new StatusException(new Status(500, null, "resourceVersion should not be set on objects to be created"));
        }

        var given = ManagedFields.Of(value);
        Prepare(kind, @namespace, value, options);
        var writer = new FieldManager(options.FieldManager, FieldManager.Update, kind.ApiVersion, "");
        return Store(kind, value, UpdateOwnership.After(kind, kind.NewBlank(), value, given, writer, time.Timestamp()), options);
    }

    /// <summary>Creates the object of an apply that does not exist yet.</summary>
    public StoredObject CreateApplied(ResourceKind kind, string? @namespace, JsonObject configuration, WriteOptions options)
    {
        var name = configuration.ObjectAt("metadata").StringAt("name")!;
        if (configuration.ObjectAt("metadata").StringAt("uid") is { Length: > 0 } uid)
        {
            throw StatusErrors.Conflict(kind, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        options.BeforeCreate();
        var applier = new FieldManager(options.FieldManager, FieldManager.Apply, kind.ApiVersion, options.Subresource);
        var (merged, owned) = ServerSideApply.Apply(kind, kind.NewBlank(), configuration, ManagedFields.None, applier, options.Force, time.Timestamp());
        Prepare(kind, @namespace, merged, options);
        return Store(kind, merged, owned, options);
    }

    private void Prepare(ResourceKind kind, string? @namespace, JsonObject value, WriteOptions options)
    {
        var metadata = value.ObjectAt("metadata");
        if (string.IsNullOrEmpty(metadata.StringAt("name")) && metadata.StringAt("generateName") is { Length: > 0 } generateName)
        {
            metadata["name"] = random.NameFrom(generateName);
        }

        CheckNamespace(kind, @namespace, metadata.StringAt("name"));
        foreach (var field in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields", "resourceVersion"])
        {
            metadata.Remove(field);
        }

        metadata["uid"] = options.KeepUid && metadata.StringAt("uid") is { Length: > 0 } kept ? kept : random.NewUid();
        metadata["creationTimestamp"] = time.Timestamp();
        if (kind.HasGeneration)
        {
            metadata["generation"] = 1;
        }

        ResetStatus(kind, value);
        kind.Default(value);
        MetadataRules.CheckNew(kind, value);
        ObjectShape.DropEmptyMetadata(value);
    }

    private static void ResetStatus(ResourceKind kind, JsonObject value)
    {
        if (!kind.HasStatus)
        {
            return;
        }

        value.Remove("status");
        if (kind.BuiltIn)
        {
            value["status"] = kind.NewBlank()["status"]?.DeepClone();
        }
    }

    private void CheckNamespace(ResourceKind kind, string? @namespace, string? name)
    {
        if (@namespace is null)
        {
            return;
        }

        var found = store.Find(ResourceKinds.Namespace, null, @namespace) ?? throw StatusErrors.NotFound(ResourceKinds.Namespace, @namespace);
        if (found.IsBeingDeleted)
        {
            throw StatusErrors.Forbidden(kind, name, $"unable to create new content in namespace {@namespace} because it is being terminated");
        }
    }

    private StoredObject Store(ResourceKind kind, JsonObject value, ManagedFields owned, WriteOptions options)
    {
        owned.WriteTo(value);
        var name = value.ObjectAt("metadata").StringAt("name")!;
        var existing = store.Find(kind, value.ObjectAt("metadata").StringAt("namespace"), name);
        var stored = existing is not null ? null : options.DryRun ? StoredObject.From(kind, value) : store.TryStore(kind, null, value);
        return stored ?? throw StatusErrors.AlreadyExists(kind, name, existing is { IsBeingDeleted: true });
    }
}
