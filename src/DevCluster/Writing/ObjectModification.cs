using System.Globalization;
using Tagalong.DevCluster.FieldManagement;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Writing;

/// <summary>
/// Changes existing objects. Every change is computed from a version and stored only if that is still the current
/// one, else computed again: so a patch or an apply never fails because another write was faster.
/// </summary>
internal sealed class ObjectModification(ObjectStore store, TimeProvider time, GarbageCollector garbage)
{
    /// <summary>An update, which replaces the whole object.</summary>
    /// <exception cref="StatusException">400, 404, 409, 422.</exception>
    public StoredObject Replace(ResourceKind kind, string? @namespace, string name, JsonObject value, WriteOptions options)
    {
        ObjectShape.Check(kind, @namespace, value, isNew: false);
        ObjectShape.CheckName(value, name);
        var metadata = value.ObjectAt("metadata");
        if (options.IgnoreResourceVersion)
        {
            metadata.Remove("resourceVersion");
        }
        else if (!kind.BuiltIn && string.IsNullOrEmpty(metadata.StringAt("resourceVersion")))
        {
            throw StatusErrors.Invalid(kind, name, [FieldError.InvalidNumber("metadata.resourceVersion", 0, "must be specified for an update")]);
        }

        return Change(kind, @namespace, name, options, current =>
        {
            CheckUid(kind, current, metadata.StringAt("uid"));
            return value.Copy();
        });
    }

    /// <summary>A patch that is not an apply.</summary>
    /// <exception cref="StatusException">400, 404, 409, 422.</exception>
    public StoredObject Patch(ResourceKind kind, string? @namespace, string name, Func<JsonObject, JsonObject> patch, WriteOptions options) =>
        Change(kind, @namespace, name, options, current =>
        {
            var patched = patch(current.ToJson());
            CheckPatched(kind, @namespace, patched);
            ObjectShape.CheckName(patched, name);
            return patched;
        });

    // The patch has made a valid object unreadable: that is an error in the patch, not a malformed request.
    private static void CheckPatched(ResourceKind kind, string? @namespace, JsonObject patched)
    {
        try
        {
            ObjectShape.Check(kind, @namespace, patched, isNew: false);
        }
        catch (StatusException error) when (error.Message.Contains(" cannot be handled as a ", StringComparison.Ordinal))
        {
            throw StatusErrors.InvalidPatch(patched.ToText(), error.Message);
        }
    }

    /// <summary>A server-side apply to an existing object; null if it does not exist.</summary>
    /// <exception cref="StatusException">400, 404, 409, 422.</exception>
    public StoredObject? Apply(ResourceKind kind, string? @namespace, string name, JsonObject configuration, WriteOptions options)
    {
        var applier = new FieldManager(options.FieldManager, FieldManager.Apply, kind.ApiVersion, options.Subresource);
        while (store.Find(kind, @namespace, name) is { } current)
        {
            var live = current.ToJson();
            var (merged, owned) = ServerSideApply.Apply(
                kind, live.WithoutManagedFields(), configuration, ManagedFields.Of(live), applier, options.Force, time.Timestamp());
            if (TryStore(current, live, merged, _ => owned, options) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    private StoredObject Change(ResourceKind kind, string? @namespace, string name, WriteOptions options, Func<StoredObject, JsonObject> change)
    {
        var writer = new FieldManager(options.FieldManager, FieldManager.Update, kind.ApiVersion, options.Subresource);
        while (true)
        {
            var current = store.Find(kind, @namespace, name) ?? throw StatusErrors.NotFound(kind, name);
            var live = current.ToJson();
            var next = change(current);
            var owned = OwnersGiven(live, next);
            if (TryStore(current, live, next, after => Own(kind, live, after, owned, writer), options) is { } stored)
            {
                return stored;
            }
        }
    }

    // If an object has no managed fields, a writer gets none either, until the first apply.
    private ManagedFields Own(ResourceKind kind, JsonObject live, JsonObject after, ManagedFields owned, FieldManager writer) =>
        owned.Entries.Count == 0 ? owned : UpdateOwnership.After(kind, live, after, owned, writer, time.Timestamp());

    // A client that sends no managed fields keeps them. One that sends a single empty entry resets them.
    private static ManagedFields OwnersGiven(JsonObject live, JsonObject next)
    {
        if (next.At("metadata.managedFields") is JsonArray { Count: 1 } entries && entries[0] is JsonObject { Count: 0 })
        {
            return ManagedFields.None;
        }

        var given = ManagedFields.Of(next);
        return given.Entries.Count > 0 ? given : ManagedFields.Of(live);
    }

    private StoredObject? TryStore(StoredObject current, JsonObject live, JsonObject next, Func<JsonObject, ManagedFields> own, WriteOptions options)
    {
        var kind = current.Kind;
        CheckResourceVersion(current, next);
        var version = live.ObjectAt("metadata").StringAt("resourceVersion");
        next = ObjectPreparation.ForUpdate(kind, live, next, options.Subresource);
        next.ObjectAt("metadata")["resourceVersion"] = version;
        MetadataRules.CheckChange(kind, live, next);
        own(next).WriteTo(next);
        if (!ObjectPreparation.Differ(live, next))
        {
            return current;
        }

        if (options.DryRun)
        {
            return StoredObject.From(kind, next);
        }

        if (current.IsBeingDeleted && next.At("metadata.finalizers") is null)
        {
            return store.TryRemove(current, next) is { } removed ? garbage.AfterRemoval(removed) : null;
        }

        return store.TryStore(kind, current, next);
    }

    private static void CheckUid(ResourceKind kind, StoredObject current, string? uid)
    {
        if (!string.IsNullOrEmpty(uid) && uid != current.Uid)
        {
            throw StatusErrors.Conflict(
                kind,
                current.Name,
                $"StorageError: invalid object, Code: 4, Key: /registry/{(kind.BuiltIn ? "" : $"{kind.Group}/")}{kind.Plural}/{current.Key}, ResourceVersion: 0, AdditionalErrorMsg: " +
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }
    }

    private static void CheckResourceVersion(StoredObject current, JsonObject next)
    {
        var given = next.ObjectAt("metadata").StringAt("resourceVersion");
        if (!string.IsNullOrEmpty(given) && given != current.ResourceVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw StatusErrors.Modified(current.Kind, current.Name);
        }
    }
}
