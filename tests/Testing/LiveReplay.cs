using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Testing;

/// <summary>
/// Replays a recorded release in a dev cluster: each change with its recorded manager, and only that manager's labels, so that
/// labels of other writers are kept.
/// </summary>
public sealed class LiveReplay(ClusterObjects objects)
{
    private readonly Dictionary<string, JsonObject> _recorded = [];

    /// <summary>Replays one recorded change.</summary>
    /// <returns>The object in the event of that change.</returns>
    public JsonObject Play(RecordedRequest request)
    {
        var next = JsonNode.Parse(request.Body)!.AsObject();
        var uid = next["metadata"]!["uid"]!.GetValue<string>();
        _recorded.TryGetValue(uid, out var previous);
        _recorded[uid] = next.DeepClone().AsObject();
        return request.Headers["Ce-Type"].Split('.')[^1] switch
        {
            "add" => objects.Create(WithoutServerFields(next), ManagerOf(next, subresource: null)),
            "update" => Update(previous!, next),
            "delete" => Delete(next),
            var change => throw new ArgumentException($"'{change}' is not a change.", nameof(request)),
        };
    }

    private JsonObject Update(JsonObject previous, JsonObject next)
    {
        var live = Live(next);
        if (!JsonNode.DeepEquals(Specified(previous), Specified(next)))
        {
            live = Replace(previous, next, objects.Update, ManagerOf(next, subresource: null));
        }

        if (!JsonNode.DeepEquals(previous["status"], next["status"]))
        {
            live = Replace(previous, next, objects.UpdateStatus, ManagerOf(next, subresource: "status"));
        }

        return live;
    }

    /// <summary>
    /// Replaces the live object only if its version is still current, as controllers do. Otherwise a label that another writer
    /// changes meanwhile would be written back, and would belong to this manager.
    /// </summary>
    private JsonObject Replace(JsonObject previous, JsonObject next, Func<JsonObject, string, bool, JsonObject> replace, string manager)
    {
        while (true)
        {
            var live = Live(next);
            var own = WithOwnLabels(live, previous, next);
            own["metadata"]!["resourceVersion"] = live["metadata"]!["resourceVersion"]!.DeepClone();
            try
            {
                return replace(own, manager, true);
            }
            catch (ApiErrorException error) when (error.Reason == "Conflict" && !JsonNode.DeepEquals(Live(next)["metadata"]!["resourceVersion"], live["metadata"]!["resourceVersion"]))
            {
                // Another writer changed it: read it again.
            }
        }
    }

    private JsonObject Delete(JsonObject recorded)
    {
        var live = objects.Get(KindOf(recorded), NamespaceOf(recorded), NameOf(recorded)) ?? recorded;
        if (objects.Get(KindOf(recorded), NamespaceOf(recorded), NameOf(recorded)) is not null)
        {
            objects.Delete(KindOf(recorded), NamespaceOf(recorded), NameOf(recorded));
        }

        return live;
    }

    private JsonObject Live(JsonObject recorded) =>
        objects.Get(KindOf(recorded), NamespaceOf(recorded), NameOf(recorded))
        ?? throw new InvalidOperationException($"{NameOf(recorded)} was changed before it was created.");

    /// <summary>The recorded object with the live labels and the label changes of its manager.</summary>
    private static JsonObject WithOwnLabels(JsonObject live, JsonObject previous, JsonObject next)
    {
        var labels = LabelsOf(live);
        var (before, after) = (LabelsOf(previous), LabelsOf(next));
        foreach (var (key, value) in after.Where(label => before.GetValueOrDefault(label.Key) != label.Value))
        {
            labels[key] = value;
        }

        foreach (var key in before.Keys.Where(key => !after.ContainsKey(key)))
        {
            labels.Remove(key);
        }

        var own = WithoutServerFields(next);
        own["metadata"]!["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return own;
    }

    private static Dictionary<string, string> LabelsOf(JsonObject value) =>
        value["metadata"]!["labels"]?.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()) ?? [];

    private static JsonObject WithoutServerFields(JsonObject recorded)
    {
        var copy = recorded.DeepClone().AsObject();
        var metadata = copy["metadata"]!.AsObject();
        metadata.Remove("managedFields");
        metadata.Remove("resourceVersion");
        return copy;
    }

    /// <summary>The object without the status and the fields that the API server sets.</summary>
    private static JsonObject Specified(JsonObject recorded)
    {
        var copy = WithoutServerFields(recorded);
        copy.Remove("status");
        copy["metadata"]!.AsObject().Remove("generation");
        return copy;
    }

    private static string ManagerOf(JsonObject recorded, string? subresource) => recorded["metadata"]!["managedFields"]!.AsArray()
        .Where(entry => entry!["subresource"]?.GetValue<string>() == subresource || subresource is not null)
        .MaxBy(entry => (entry!["subresource"]?.GetValue<string>() == subresource, entry["time"]?.GetValue<string>()))!["manager"]!.GetValue<string>();

    private static ResourceKind KindOf(JsonObject recorded) => ResourceKinds.Of(recorded)!;

    private static string NamespaceOf(JsonObject recorded) => recorded["metadata"]!["namespace"]!.GetValue<string>();

    private static string NameOf(JsonObject recorded) => recorded["metadata"]!["name"]!.GetValue<string>();
}
