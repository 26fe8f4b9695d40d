using System.Globalization;
using Tagalong.DevCluster.Storage;

namespace Tagalong.DevCluster.Writing;

/// <summary>Deletes objects, or marks them as being deleted while finalizers keep them.</summary>
internal sealed class ObjectDeletion(ObjectStore store, TimeProvider time, GarbageCollector garbage)
{
    /// <returns>The object, and whether it is removed; it is not while finalizers keep it.</returns>
    /// <exception cref="StatusException">404, 409.</exception>
    public (StoredObject Object, bool Gone) Delete(ResourceKind kind, string? @namespace, string name, DeleteOptions options)
    {
        while (true)
        {
            var current = store.Find(kind, @namespace, name) ?? throw StatusErrors.NotFound(kind, name);
            CheckPreconditions(current, options);
            if (TryDelete(current, options) is { } done)
            {
                return done;
            }
        }
    }

    private (StoredObject Object, bool Gone)? TryDelete(StoredObject current, DeleteOptions options)
    {
        var value = current.ToJson();
        var finalizers = value.ListAt("metadata.finalizers");
        if (options.Propagation == Propagation.Foreground && !current.IsBeingDeleted)
        {
            finalizers = finalizers.DeepClone().AsArray();
            finalizers.Add((JsonNode)GarbageCollector.ForegroundFinalizer);
            value.ObjectAt("metadata")["finalizers"] = finalizers;
        }

        if (finalizers.Count == 0 && garbage.IsNamespaceInUse(current))
        {
            return options.DryRun ? (current, false) : MarkNamespace(current, value);
        }

        if (finalizers.Count > 0)
        {
            return Mark(current, value, options);
        }

        if (options.DryRun)
        {
            return (current, true);
        }

        return store.TryRemove(current, value) is { } removed ? (garbage.AfterRemoval(removed, options.Propagation == Propagation.Orphan), true) : null;
    }

    private (StoredObject Object, bool Gone)? Mark(StoredObject current, JsonObject value, DeleteOptions options)
    {
        if (current.IsBeingDeleted)
        {
            return (current, false);
        }

        SetDeletionTimestamp(value);
        var marked = options.DryRun ? StoredObject.From(current.Kind, value) : store.TryStore(current.Kind, current, value);
        if (marked is null)
        {
            return null;
        }

        if (!options.DryRun)
        {
            garbage.AfterMark(marked, options.Propagation);
        }

        return (marked, false);
    }

    private (StoredObject Object, bool Gone)? MarkNamespace(StoredObject current, JsonObject value)
    {
        if (!current.IsBeingDeleted)
        {
            SetDeletionTimestamp(value);
            value.ObjectAt("status")["phase"] = "Terminating";
            if (store.TryStore(current.Kind, current, value) is not { } marked)
            {
                return null;
            }

            current = marked;
        }

        garbage.EmptyNamespace(current.Name);
        return (current, false);
    }

    private void SetDeletionTimestamp(JsonObject value)
    {
        var metadata = value.ObjectAt("metadata");
        metadata["deletionTimestamp"] = time.Timestamp();
        metadata["deletionGracePeriodSeconds"] = 0;
        if (metadata["generation"]?.GetValue<long>() is > 0 and var generation)
        {
            metadata["generation"] = generation + 1;
        }
    }

    private static void CheckPreconditions(StoredObject current, DeleteOptions options)
    {
        if (options.PreconditionUid is { } uid && uid != current.Uid)
        {
            throw StatusErrors.UnmetPrecondition(
                current.Kind,
                current.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({current.Uid}). The object might have been deleted and then recreated");
        }

        var version = current.ResourceVersion.ToString(CultureInfo.InvariantCulture);
        if (options.PreconditionResourceVersion is { } wanted && wanted != version)
        {
            throw StatusErrors.UnmetPrecondition(
                current.Kind,
                current.Name,
                $"the ResourceVersion in the precondition ({wanted}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }
}
