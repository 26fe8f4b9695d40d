using Tagalong.DevCluster.FieldManagement;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster;

/// <summary>
/// The objects of a cluster, in process: without requests, tokens and entries in the request log; watches see every change.
/// Arguments are copied, and results belong to the caller. Missing namespaces are created. Thread-safe.
/// </summary>
public sealed class ClusterObjects
{
    private const string DefaultManager = "seed";

    private readonly ObjectStore _store;
    private readonly ObjectWriter _writer;
    private readonly TimeProvider _time;
    private readonly RandomSource _random;

    internal ClusterObjects(ObjectStore store, ObjectWriter writer, TimeProvider time, RandomSource random) =>
        (_store, _writer, _time, _random) = (store, writer, time, random);

    /// <summary>The resource version of the cluster: the number of the last write.</summary>
    public long ResourceVersion => _store.ResourceVersion;

    /// <summary>Stores an object without validation, and replaces an existing one. Only a missing uid, resource version,
    /// creation time, generation and managed fields are added, the last as one Update by <c>seed</c>.</summary>
    /// <returns>The stored object.</returns>
    /// <exception cref="ArgumentException">The object's kind is not served, or it has no name.</exception>
    public JsonObject Seed(JsonObject value)
    {
        var (kind, copy) = Incoming(value);
        var metadata = copy.ObjectAt("metadata");
        metadata["uid"] ??= _random.NewUid();
        metadata["creationTimestamp"] ??= _time.Timestamp();
        if (kind.HasGeneration)
        {
            metadata["generation"] ??= 1;
        }

        if (metadata["managedFields"] is null)
        {
            var seeder = new FieldManager(DefaultManager, FieldManager.Update, kind.ApiVersion, "");
            UpdateOwnership.After(kind, kind.NewBlank(), copy, ManagedFields.None, seeder, _time.Timestamp()).WriteTo(copy);
        }

        return _store.Put(kind, copy).ToJson();
    }

    /// <summary>An object, or null if it does not exist.</summary>
    /// <param name="namespace">Null for cluster-scoped kinds.</param>
    public JsonObject? Get(ResourceKind kind, string? @namespace, string name) => _store.Find(kind, @namespace, name)?.ToJson();

    /// <summary>The objects of a kind, in the order of their namespaces and names.</summary>
    /// <param name="namespace">Null for all.</param>
    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? @namespace = null) =>
        [.. _store.Current(kind).Objects.In(@namespace).Select(stored => stored.ToJson())];

    /// <summary>The number of objects of a kind.</summary>
    public int Count(ResourceKind kind) => _store.Current(kind).Objects.Count;

    /// <summary>Creates an object like a POST, except that a uid in the object is kept.</summary>
    /// <returns>The stored object.</returns>
    /// <exception cref="ApiErrorException">The API server rejects the object.</exception>
    public JsonObject Create(JsonObject value, string fieldManager)
    {
        var (kind, copy) = Incoming(value);
        copy.ObjectAt("metadata").Remove("resourceVersion");
        var options = new WriteOptions { FieldManager = fieldManager, KeepUid = true };
        return Attempt(() => _writer.Create(kind, NamespaceOf(copy), copy, options).ToJson());
    }

    /// <summary>Updates an object like a PUT.</summary>
    /// <param name="onlyAsSeen">Whether to reject the update if the object's resource version is no longer the current one.</param>
    /// <returns>The stored object.</returns>
    /// <exception cref="ApiErrorException">The API server rejects the object: <c>Conflict</c> if its resource version is not current.</exception>
    public JsonObject Update(JsonObject value, string fieldManager, bool onlyAsSeen = false) => Replace(value, fieldManager, "", onlyAsSeen);

    /// <summary>Updates the status of an object like a PUT to <c>/status</c>; for a kind without that subresource, the object.</summary>
    /// <param name="onlyAsSeen">Whether to reject the update if the object's resource version is no longer the current one.</param>
    /// <returns>The stored object.</returns>
    /// <exception cref="ApiErrorException">The API server rejects the object: <c>Conflict</c> if its resource version is not current.</exception>
    public JsonObject UpdateStatus(JsonObject value, string fieldManager, bool onlyAsSeen = false) =>
        Replace(value, fieldManager, KindOf(value).HasStatus ? "status" : "", onlyAsSeen);

    /// <summary>Applies a configuration by server-side apply.</summary>
    /// <returns>The stored object.</returns>
    /// <exception cref="ApiErrorException">The API server rejects it: <c>Conflict</c> if other managers own the fields and it is not forced.</exception>
    public JsonObject Apply(JsonObject configuration, string fieldManager, bool force = false)
    {
        var (kind, copy) = Incoming(configuration);
        var options = new WriteOptions { FieldManager = fieldManager, Force = force };
        return Attempt(() => _writer.Apply(kind, NamespaceOf(copy), NameOf(copy), copy, options).Object.ToJson());
    }

    /// <summary>Deletes an object, and its dependents according to <paramref name="propagation"/>.</summary>
    /// <returns>Whether the object is removed; false while finalizers keep it.</returns>
    /// <exception cref="ApiErrorException">The object does not exist.</exception>
    public bool Delete(ResourceKind kind, string? @namespace, string name, Propagation propagation = Propagation.Background) =>
        Attempt(() => _writer.Delete(kind, @namespace, name, new DeleteOptions { Propagation = propagation }).Gone);

    /// <summary>Raises the resource version of the cluster to a number, if it is lower.</summary>
    public void AdvanceResourceVersion(long resourceVersion) => _store.AdvanceTo(resourceVersion);

    /// <summary>Removes all history, as etcd does every few minutes: every earlier watch and continue token expires.</summary>
    public void Compact() => _store.Compact();

    /// <summary>Makes a backup for <see cref="Restore"/>.</summary>
    public ClusterBackup Backup() => _store.Backup();

    /// <summary>Restores a backup, as of etcd: objects and resource versions go back. Stop the server before, so that all watches end.</summary>
    public void Restore(ClusterBackup backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        _store.Restore(backup);
    }

    internal void EnsureNamespace(string? name)
    {
        if (string.IsNullOrEmpty(name) || _store.Find(ResourceKinds.Namespace, null, name) is not null)
        {
            return;
        }

        try
        {
            var value = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
            _writer.Create(ResourceKinds.Namespace, null, value, new WriteOptions { FieldManager = "kube-apiserver" });
        }
        catch (StatusException error) when (error.Status.Reason == "AlreadyExists")
        {
            // Another thread created it at the same time.
        }
    }

    private static T Attempt<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (StatusException error)
        {
            throw new ApiErrorException(error.Status);
        }
    }

    private static ResourceKind KindOf(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ResourceKinds.Of(value) ?? throw new ArgumentException($"{value.TextAt("kind")} of {value.TextAt("apiVersion")} is not served.", nameof(value));
    }

    private static string? NamespaceOf(JsonObject value) => value.ObjectAt("metadata").StringAt("namespace");

    private static string NameOf(JsonObject value) => value.ObjectAt("metadata").StringAt("name") ?? "";

    private (ResourceKind Kind, JsonObject Copy) Incoming(JsonObject value)
    {
        var (kind, copy) = (KindOf(value), value.Copy());
        EnsureNamespace(NamespaceOf(copy));
        return (kind, copy);
    }

    private JsonObject Replace(JsonObject value, string fieldManager, string subresource, bool onlyAsSeen)
    {
        var (kind, copy) = (KindOf(value), value.Copy());

        // The managed fields of a recorded object are those of another server; this server computes its own.
        copy.ObjectAt("metadata").Remove("managedFields");
        var options = new WriteOptions { FieldManager = fieldManager, Subresource = subresource, IgnoreResourceVersion = !onlyAsSeen };
        return Attempt(() => _writer.Replace(kind, NamespaceOf(copy), NameOf(copy), copy, options).ToJson());
    }
}
