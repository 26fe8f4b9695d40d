using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.FieldManagement;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster;

/// <summary>
/// The objects of a cluster, in process: no request, no token, nothing in the request log; watches see every change.
/// What is handed in is copied, what is handed out belongs to the caller. Namespaces are made as they are needed.
/// Safe for use by many threads.
/// </summary>
public sealed class ClusterObjects
{
    private const string DefaultManager = "seed";

    private readonly ObjectStore _store;
    private readonly ObjectWriter _writer;
    private readonly TimeProvider _time;
    private readonly Entropy _entropy;

    internal ClusterObjects(ObjectStore store, ObjectWriter writer, TimeProvider time, Entropy entropy) =>
        (_store, _writer, _time, _entropy) = (store, writer, time, entropy);

    /// <summary>The resource version of the cluster: the number of the last write.</summary>
    public long ResourceVersion => _store.ResourceVersion;

    /// <summary>Puts an object as it is, over one that is there. Nothing is checked; uid, resource version, creation time,
    /// generation and managed fields are filled in only where they are missing, the last as one Update by <c>seed</c>.</summary>
    /// <returns>The object as it is stored.</returns>
    /// <exception cref="ArgumentException">The object's kind is not served, or it has no name.</exception>
    public JsonObject Seed(JsonObject value)
    {
        var kind = KindOf(value);
        var copy = value.Copy();
        var metadata = copy.ObjectAt("metadata");
        EnsureNamespace(metadata.StringAt("namespace"));
        metadata["uid"] ??= _entropy.NewUid();
        metadata["creationTimestamp"] ??= _time.Timestamp();
        if (kind.HasGeneration)
        {
            metadata["generation"] ??= 1;
        }

        if (metadata["managedFields"] is null)
        {
            var seeder = new FieldManager(DefaultManager, FieldManager.Update, kind.ApiVersion, "");
            var blank = JsonNode.Parse(kind.Blank)!.AsObject();
            UpdateOwnership.After(kind, blank, copy, ManagedFields.None, seeder, _time.Timestamp()).WriteTo(copy);
        }

        return _store.Put(kind, copy).ToJson();
    }

    /// <summary>An object, or null if there is none.</summary>
    /// <param name="namespace">Null for kinds that live in no namespace.</param>
    public JsonObject? Get(ResourceKind kind, string? @namespace, string name) => _store.Find(kind, @namespace, name)?.ToJson();

    /// <summary>The objects of a kind, in the order of their namespaces and names.</summary>
    /// <param name="namespace">Null for all.</param>
    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? @namespace = null) =>
        [.. _store.Current(kind).Objects.In(@namespace).Select(stored => stored.ToJson())];

    /// <summary>How many objects of a kind there are.</summary>
    public int Count(ResourceKind kind) => _store.Current(kind).Objects.Count;

    /// <summary>Creates an object as a POST would, but with the uid it brings, if it brings one.</summary>
    /// <returns>The object as it is stored.</returns>
    /// <exception cref="ClusterRefusedException">The API refuses it.</exception>
    public JsonObject Create(JsonObject value, string fieldManager)
    {
        var (kind, copy) = Incoming(value);
        copy.ObjectAt("metadata").Remove("resourceVersion");
        EnsureNamespace(NamespaceOf(copy));
        return Attempt(() => _writer.Create(kind, NamespaceOf(copy), copy, new WriteOptions { FieldManager = fieldManager, KeepUid = true }));
    }

    /// <summary>Updates an object as a PUT would.</summary>
    /// <param name="onlyAsSeen">Whether the resource version that it names counts: then what was changed since is not overwritten.</param>
    /// <returns>The object as it is stored.</returns>
    /// <exception cref="ClusterRefusedException">The API refuses it: a <c>Conflict</c> if it was changed since.</exception>
    public JsonObject Update(JsonObject value, string fieldManager, bool onlyAsSeen = false) => Replace(value, fieldManager, "", onlyAsSeen);

    /// <summary>Updates the status of an object as a PUT to <c>/status</c> would; of a kind without that, the object.</summary>
    /// <param name="onlyAsSeen">Whether the resource version that it names counts: then what was changed since is not overwritten.</param>
    /// <returns>The object as it is stored.</returns>
    /// <exception cref="ClusterRefusedException">The API refuses it: a <c>Conflict</c> if it was changed since.</exception>
    public JsonObject UpdateStatus(JsonObject value, string fieldManager, bool onlyAsSeen = false) =>
        Replace(value, fieldManager, KindOf(value).HasStatus ? "status" : "", onlyAsSeen);

    /// <summary>Applies a configuration by server-side apply.</summary>
    /// <returns>The object as it is stored.</returns>
    /// <exception cref="ClusterRefusedException">The API refuses it: fields that others own, if not forced.</exception>
    public JsonObject Apply(JsonObject configuration, string fieldManager, bool force = false)
    {
        var (kind, copy) = Incoming(configuration);
        EnsureNamespace(NamespaceOf(copy));
        var options = new WriteOptions { FieldManager = fieldManager, Force = force };
        return Attempt(() => _writer.Apply(kind, NamespaceOf(copy), NameOf(copy), copy, options).Object);
    }

    /// <summary>Deletes an object, and what it owns as <paramref name="propagation"/> says.</summary>
    /// <returns>Whether it is gone; false while finalizers hold it.</returns>
    /// <exception cref="ClusterRefusedException">There is no such object.</exception>
    public bool Delete(ResourceKind kind, string? @namespace, string name, Propagation propagation = Propagation.Background)
    {
        try
        {
            return _writer.Delete(kind, @namespace, name, new DeleteOptions { Propagation = propagation }).Gone;
        }
        catch (StatusException refusal)
        {
            throw new ClusterRefusedException(refusal.Status);
        }
    }

    /// <summary>Moves the resource version of the cluster up to a number, if it is below.</summary>
    public void AdvanceResourceVersion(long resourceVersion) => _store.AdvanceTo(resourceVersion);

    /// <summary>Forgets all history, as etcd does every few minutes: every watch and every continue token from before expires.</summary>
    public void Compact() => _store.Compact();

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
        catch (StatusException refusal) when (refusal.Status.Reason == "AlreadyExists")
        {
            // Another thread needed it too.
        }
    }

    private static JsonObject Attempt(Func<StoredObject> write)
    {
        try
        {
            return write().ToJson();
        }
        catch (StatusException refusal)
        {
            throw new ClusterRefusedException(refusal.Status);
        }
    }

    private static (ResourceKind Kind, JsonObject Copy) Incoming(JsonObject value) => (KindOf(value), value.Copy());

    private static ResourceKind KindOf(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ResourceKinds.Of(value) ?? throw new ArgumentException($"{value.TextAt("kind")} of {value.TextAt("apiVersion")} is not served.", nameof(value));
    }

    private static string? NamespaceOf(JsonObject value) => value.ObjectAt("metadata").StringAt("namespace");

    private static string NameOf(JsonObject value) => value.ObjectAt("metadata").StringAt("name") ?? "";

    private JsonObject Replace(JsonObject value, string fieldManager, string subresource, bool onlyAsSeen)
    {
        var (kind, copy) = Incoming(value);

        // A recorded object brings the managed fields of its day; who owns what here is for this server to say.
        copy.ObjectAt("metadata").Remove("managedFields");
        var options = new WriteOptions { FieldManager = fieldManager, Subresource = subresource, IgnoreResourceVersion = !onlyAsSeen };
        return Attempt(() => _writer.Replace(kind, NamespaceOf(copy), NameOf(copy), copy, options));
    }
}
