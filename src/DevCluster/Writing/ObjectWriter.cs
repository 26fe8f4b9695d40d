using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Writing;

/// <summary>All writes, from HTTP requests and from callers in process.</summary>
internal sealed class ObjectWriter
{
    private readonly ObjectCreation _creation;
    private readonly ObjectModification _modification;
    private readonly ObjectDeletion _deletion;

    public ObjectWriter(ObjectStore store, TimeProvider time, RandomSource random)
    {
        var garbage = new GarbageCollector(store, time);
        _creation = new ObjectCreation(store, time, random);
        _modification = new ObjectModification(store, time, garbage);
        _deletion = garbage.Deletion;
    }

    public StoredObject Create(ResourceKind kind, string? @namespace, JsonObject value, WriteOptions options) =>
        _creation.Create(kind, @namespace, value, options);

    public StoredObject Replace(ResourceKind kind, string? @namespace, string name, JsonObject value, WriteOptions options) =>
        _modification.Replace(kind, @namespace, name, value, options);

    public StoredObject Patch(ResourceKind kind, string? @namespace, string name, Func<JsonObject, JsonObject> patch, WriteOptions options) =>
        _modification.Patch(kind, @namespace, name, patch, options);

    public (StoredObject Object, bool Gone) Delete(ResourceKind kind, string? @namespace, string name, DeleteOptions options) =>
        _deletion.Delete(kind, @namespace, name, options);

    /// <summary>Server-side apply, which creates a missing object.</summary>
    public (StoredObject Object, bool IsNew) Apply(ResourceKind kind, string? @namespace, string name, JsonObject configuration, WriteOptions options)
    {
        ApplyConfiguration.Normalize(kind, @namespace, name, configuration, options.Subresource);
        while (true)
        {
            if (_modification.Apply(kind, @namespace, name, configuration, options) is { } changed)
            {
                return (changed, false);
            }

            if (options.Subresource.Length > 0)
            {
                throw StatusErrors.NotFound(kind, name);
            }

            try
            {
                return (_creation.CreateApplied(kind, @namespace, configuration, options), true);
            }
            catch (StatusException error) when (error.Status.Reason == "AlreadyExists")
            {
                // Another writer created it in between: apply to that object.
            }
        }
    }
}
