using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Writing;

/// <summary>
/// What the garbage collector and the namespace controller do after a deletion, done at once: a test need not wait for
/// it. Objects whose owner never existed are left alone, unlike there.
/// </summary>
internal sealed class GarbageCollection
{
    public const string ForegroundFinalizer = "foregroundDeletion";

    private readonly ObjectStore _store;
    private readonly ObjectDeletion _deletion;

    public GarbageCollection(ObjectStore store, TimeProvider time)
    {
        _store = store;
        _deletion = new ObjectDeletion(store, time, this);
    }

    public ObjectDeletion Deletion => _deletion;

    /// <summary>An object is gone: its dependents follow or are let go, and whoever waited for it goes on.</summary>
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

    /// <summary>An object is being deleted but held: in the foreground its dependents go first.</summary>
    public void AfterMark(StoredObject marked, Propagation propagation)
    {
        switch (propagation)
        {
            case Propagation.Orphan:
                foreach (var dependent in _store.DependentsOf(marked.Uid))
                {
                    Change(dependent, value => RemoveOwner(value, marked.Uid));
                }

                break;
            case Propagation.Foreground:
                foreach (var dependent in _store.DependentsOf(marked.Uid))
                {
                    Delete(dependent);
                }

                FinishForeground(marked);
                break;
            case Propagation.Background:
                break;
        }
    }

    public bool IsNamespaceInUse(StoredObject stored) => stored.Kind == ResourceKinds.Namespace && Contents(stored.Name).Any();

    /// <summary>Deletes everything in a namespace that is being deleted; it goes with the last of them.</summary>
    public void EmptyNamespace(string name)
    {
        foreach (var stored in Contents(name).ToList())
        {
            Delete(stored);
        }
    }

    private static void RemoveOwner(JsonObject value, string uid)
    {
        var owners = value.At("metadata.ownerReferences") as JsonArray ?? [];
        foreach (var owner in owners.Where(owner => owner.TextAt("uid") == uid).ToList())
        {
            owners.Remove(owner);
        }
    }

    private IEnumerable<StoredObject> Contents(string @namespace) =>
        ResourceKinds.All.Where(kind => kind.Namespaced).SelectMany(kind => _store.Current(kind).Objects.In(@namespace));

    private bool HasAnotherOwner(StoredObject dependent, string uid) =>
        Owners(dependent).Any(owner => owner.Uid != uid && !owner.IsBeingDeleted);

    private IEnumerable<StoredObject> Owners(StoredObject dependent)
    {
        var references = dependent.OwnerUids.Count == 0 ? [] : dependent.ToJson().At("metadata.ownerReferences") as JsonArray ?? [];
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
            Change(owner, value => RemoveFinalizer(value, ForegroundFinalizer));
        }
    }

    private static bool Blocks(StoredObject dependent, string uid) =>
        (dependent.ToJson().At("metadata.ownerReferences") as JsonArray ?? [])
        .Any(owner => owner.TextAt("uid") == uid && owner.TextAt("blockOwnerDeletion") == "true");

    private static void RemoveFinalizer(JsonObject value, string name)
    {
        var finalizers = value.At("metadata.finalizers") as JsonArray ?? [];
        foreach (var finalizer in finalizers.Where(finalizer => finalizer?.ToString() == name).ToList())
        {
            finalizers.Remove(finalizer);
        }
    }

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
            _deletion.Delete(stored.Kind, stored.Namespace, stored.Name, new DeleteOptions { PreconditionUid = stored.Uid });
        }
        catch (StatusException refusal) when (refusal.Status.Code is 404 or 409)
        {
            // Somebody else deleted it, or made a new one of that name.
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
