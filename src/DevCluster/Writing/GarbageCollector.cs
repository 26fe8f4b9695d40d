using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Writing;

/// <summary>
/// Does the work of the garbage collector and the namespace controller, but at once, so that tests need not wait. Unlike
/// in a real cluster, objects whose owner never existed are kept.
/// </summary>
internal sealed class GarbageCollector
{
    public const string ForegroundFinalizer = "foregroundDeletion";

    private readonly ObjectStore _store;

    public GarbageCollector(ObjectStore store, TimeProvider time)
    {
        _store = store;
        Deletion = new ObjectDeletion(store, time, this);
    }

    public ObjectDeletion Deletion { get; }

    /// <summary>After the removal of an object: deletes or orphans its dependents, and finishes deletions that waited for it.</summary>
    /// <returns>The object.</returns>
    public StoredObject AfterRemoval(StoredObject removed, bool orphan = false)
    {
        foreach (var dependent in _store.DependentsOf(removed.Uid))
        {
            if (orphan || HasAnotherOwner(dependent, removed.Uid))
            {
                Change(dependent, value => RemoveOwner(value, removed.Uid));
            }
            else
            {
                Delete(dependent);
            }
        }

        foreach (var owner in Owners(removed))
        {
            FinishForeground(owner);
        }

        FinishNamespace(removed.Namespace);
        return removed;
    }

    /// <summary>After an object was marked as being deleted: orphans its dependents, or deletes them first.</summary>
    public void AfterMark(StoredObject marked, Propagation propagation)
    {
        if (propagation == Propagation.Background)
        {
            return;
        }

        foreach (var dependent in _store.DependentsOf(marked.Uid))
        {
            if (propagation == Propagation.Orphan)
            {
                Change(dependent, value => RemoveOwner(value, marked.Uid));
            }
            else
            {
                Delete(dependent);
            }
        }

        if (propagation == Propagation.Foreground)
        {
            FinishForeground(marked);
        }
    }

    public bool IsNamespaceInUse(StoredObject stored) => stored.Kind == ResourceKinds.Namespace && Contents(stored.Name).Any();

    /// <summary>Deletes everything in a namespace that is being deleted. The namespace is removed after the last object.</summary>
    public void EmptyNamespace(string name)
    {
        foreach (var stored in Contents(name).ToList())
        {
            Delete(stored);
        }
    }

    private static void RemoveOwner(JsonObject value, string uid) =>
        value.ListAt("metadata.ownerReferences").RemoveAll(owner => owner.TextAt("uid") == uid);

    private IEnumerable<StoredObject> Contents(string @namespace) =>
        ResourceKinds.All.Where(kind => kind.Namespaced).SelectMany(kind => _store.Current(kind).Objects.In(@namespace));

    private bool HasAnotherOwner(StoredObject dependent, string uid) =>
        Owners(dependent).Any(owner => owner.Uid != uid && !owner.IsBeingDeleted);

    private IEnumerable<StoredObject> Owners(StoredObject dependent)
    {
        var references = dependent.OwnerUids.Count == 0 ? [] : dependent.ToJson().ListAt("metadata.ownerReferences");
        foreach (var reference in references.OfType<JsonObject>())
        {
            if (ResourceKinds.Of(reference) is { } kind
                && _store.Find(kind, kind.Namespaced ? dependent.Namespace : null, reference.StringAt("name") ?? "") is { } owner
                && owner.Uid == reference.StringAt("uid"))
            {
                yield return owner;
            }
        }
    }

    private void FinishForeground(StoredObject owner)
    {
        if (owner.IsBeingDeleted && !_store.DependentsOf(owner.Uid).Any(dependent => Blocks(dependent, owner.Uid)))
        {
            Change(owner, value => value.ListAt("metadata.finalizers").RemoveAll(finalizer => finalizer?.ToString() == ForegroundFinalizer));
        }
    }

    private static bool Blocks(StoredObject dependent, string uid) => dependent.ToJson().ListAt("metadata.ownerReferences")
        .Any(owner => owner.TextAt("uid") == uid && owner.TextAt("blockOwnerDeletion") == "true");

    private void FinishNamespace(string? name)
    {
        if (name is not null
            && _store.Find(ResourceKinds.Namespace, null, name) is { IsBeingDeleted: true } found
            && !Contents(name).Any()
            && found.ToJson().At("metadata.finalizers") is null)
        {
            _store.TryRemove(found, found.ToJson());
        }
    }

    private void Delete(StoredObject stored)
    {
        try
        {
            Deletion.Delete(stored.Kind, stored.Namespace, stored.Name, new DeleteOptions { PreconditionUid = stored.Uid });
        }
        catch (StatusException error) when (error.Status.Code is 404 or 409)
        {
            // Another writer deleted it, or created a new object of that name.
        }
    }

    private void Change(StoredObject stored, Action<JsonObject> change)
    {
        while (_store.Find(stored.Kind, stored.Namespace, stored.Name) is { } current && current.Uid == stored.Uid)
        {
            var value = current.ToJson();
            change(value);
            ObjectShape.DropEmptyMetadata(value);
            if (!ObjectPreparation.Differ(current.ToJson(), value))
            {
                return;
            }

            if (current.IsBeingDeleted && value.At("metadata.finalizers") is null)
            {
                if (_store.TryRemove(current, value) is { } removed)
                {
                    AfterRemoval(removed);
                    return;
                }
            }
            else if (_store.TryStore(current.Kind, current, value) is not null)
            {
                return;
            }
        }
    }
}
