using System.Text.Json.Nodes;
using CsCheck;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Tests;

/// <summary>Properties of server-side apply that hold after any earlier changes to an object.</summary>
public sealed class ServerSideApplyProperties
{
    private static readonly Gen<Dictionary<string, string>> SomeLabels = Gen.Dictionary(
        Gen.OneOf("team", "tier", "example.com/cost-center", "app"), Gen.OneOf("a", "b", ""))[0, 4];

    private static readonly Gen<Write> SomeWrite = Gen.Select(
        Gen.OneOf("one", "two", "three"), Gen.Bool, Gen.Bool, SomeLabels, (manager, isApply, force, labels) => new Write(manager, isApply, force, labels));

    private static readonly Gen<(Write[] Before, Write Then)> SomeHistory = Gen.Select(SomeWrite.Array[0, 6], SomeWrite);

    private static int _names;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public Task Applying_twice_changes_nothing_the_second_time() => CheckAsync((objects, name, then) =>
    {
        var (_, first) = Apply(objects, name, then);
        var (_, second) = Apply(objects, name, then);
        return first is null || first.ToJsonString() == second!.ToJsonString();
    });

    [Fact]
    public Task Without_force_a_label_of_another_owner_never_changes() => CheckAsync((objects, name, then) =>
    {
        var (before, after) = Apply(objects, name, then with { Force = false });
        return after is null || LabelsOf(before).All(label => !OwnedByOthers(before, then.Manager, label.Key) || LabelsOf(after).GetValueOrDefault(label.Key) == label.Value);
    });

    [Fact]
    public Task It_is_rejected_exactly_when_it_would_change_labels_of_other_owners() => CheckAsync((objects, name, then) =>
    {
        var (before, after) = Apply(objects, name, then with { Force = false });
        var conflicts = then.Labels.Any(label => OwnedByOthers(before, then.Manager, label.Key) && LabelsOf(before).GetValueOrDefault(label.Key) != label.Value);

        // The creator of the map of labels still owns the map after the last label is removed.
        var makesMap = then.Labels.Count > 0 && LabelsOf(before).Count == 0 && Entries(before).Any(OwnsMap);
        return (after is null) == (conflicts || makesMap);
    });

    [Fact]
    public Task The_labels_are_those_before_and_those_applied_without_those_that_only_the_applier_owned() => CheckAsync((objects, name, then) =>
    {
        var (before, after) = Apply(objects, name, then);
        if (after is null)
        {
            return true;
        }

        var expected = LabelsOf(before)
            .Where(label => !Owns(before, then.Manager, "Apply", label.Key) || OwnedByOthers(before, then.Manager, label.Key))
            .ToDictionary();
        foreach (var (key, value) in then.Labels)
        {
            expected[key] = value;
        }

        return expected.OrderBy(label => label.Key, StringComparer.Ordinal).SequenceEqual(LabelsOf(after).OrderBy(label => label.Key, StringComparer.Ordinal));
    });

    [Fact]
    public Task The_applier_owns_exactly_what_it_applied() => CheckAsync((objects, name, then) =>
    {
        var (_, after) = Apply(objects, name, then);
        return after is null || Keys().All(key => Owns(after, then.Manager, "Apply", key) == then.Labels.ContainsKey(key));
    });

    private static string[] Keys() => ["team", "tier", "example.com/cost-center", "app"];

    private static async Task CheckAsync(Func<ClusterObjects, string, Write, bool> holds)
    {
        await using var server = await DevApiServer.StartAsync(new DevApiServerOptions(), Cancelled);
        SomeHistory.Sample(
            history =>
            {
                var name = $"web-{Interlocked.Increment(ref _names)}";
                server.Objects.Create(Samples.ReplicaSet("shop", name, ("app", "web")), "creator");
                foreach (var write in history.Before)
                {
                    _ = write.IsApply ? Apply(server.Objects, name, write).After : Update(server.Objects, name, write);
                }

                return holds(server.Objects, name, history.Then);
            },
            iter: 100,
            print: history => $"{string.Join("; ", history.Before.Select(write => write.ToString()))} | {history.Then}");
    }

    /// <returns>The object before and after; null after if the apply is rejected.</returns>
    private static (JsonObject Before, JsonObject? After) Apply(ClusterObjects objects, string name, Write write)
    {
        var before = objects.Get(ResourceKinds.ReplicaSet, "shop", name)!;
        try
        {
            return (before, objects.Apply(Samples.Labels(name, [.. write.Labels.Select(label => (label.Key, label.Value))]).In("shop"), write.Manager, write.Force));
        }
        catch (ApiErrorException error) when (error.StatusCode == 409)
        {
            return (before, null);
        }
    }

    private static JsonObject Update(ClusterObjects objects, string name, Write write)
    {
        var value = objects.Get(ResourceKinds.ReplicaSet, "shop", name)!;
        value["metadata"]!["labels"] = new JsonObject(write.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return objects.Update(value, write.Manager);
    }

    private static Dictionary<string, string> LabelsOf(JsonObject value) =>
        (value["metadata"]!["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => label.Value!.ToString());

    private static bool OwnedByOthers(JsonObject value, string applier, string key) =>
        Entries(value).Any(entry => !(entry["manager"]!.ToString() == applier && entry["operation"]!.ToString() == "Apply") && Has(entry, key));

    private static bool Owns(JsonObject value, string manager, string operation, string key) =>
        Entries(value).Any(entry => entry["manager"]!.ToString() == manager && entry["operation"]!.ToString() == operation && Has(entry, key));

    private static IEnumerable<JsonNode> Entries(JsonObject value) => (value["metadata"]!["managedFields"] as JsonArray ?? []).Select(entry => entry!);

    private static bool Has(JsonNode entry, string key) => entry["fieldsV1"]!["f:metadata"]?["f:labels"]?["f:" + key] is not null;

    private static bool OwnsMap(JsonNode entry) => entry["fieldsV1"]!["f:metadata"]?["f:labels"] is JsonObject map && (map.Count == 0 || map.ContainsKey("."));

    private sealed record Write(string Manager, bool IsApply, bool Force, Dictionary<string, string> Labels)
    {
        public override string ToString() => $"{Manager} {(IsApply ? "applies" : "updates")}{(Force ? " by force" : "")} {string.Join(',', Labels)}";
    }
}
