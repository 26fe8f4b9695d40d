using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Core.Tests;

/// <summary>What the event alone cannot decide, and where the labels come from then.</summary>
public sealed class LabelerTests : IAsyncLifetime
{
    /// <summary>As they are where the last read is a while ago.</summary>
    private const string OwnersAreReadEachTime = "Owners:TimeToLive=00:00:00";

    private DevApiServer _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        Create("Rollout", "checkout", """{"team":"payments"}""");
        Create("ReplicaSet", "checkout-1", """{"app":"checkout"}""", owner: "Rollout/checkout");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_label_that_somebody_took_away_comes_back()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        await labeler.HandleAsync(EventOf("checkout-1"));
        Relabel("ReplicaSet", "checkout-1", "team", null);

        var outcome = await labeler.HandleAsync(EventOf("checkout-1"));

        Assert.Equal("team=payments", outcome.Added.ToString());
        Assert.Equal("app=checkout,team=payments", LabelsOf("checkout-1"));
    }

    [Fact]
    public async Task The_event_of_its_own_write_costs_nothing()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        await labeler.HandleAsync(EventOf("checkout-1"));

        var echo = await labeler.HandleAsync(EventOf("checkout-1"));

        Assert.Equal((OutcomeReason.AlreadyLabeled, 0, 0), (echo.Reason, echo.Reads, echo.Writes));
    }

    [Fact]
    public async Task A_child_follows_its_relabelled_owner_with_its_next_event()
    {
        await using var labeler = RunningLabeler.Start(_cluster, OwnersAreReadEachTime);
        await labeler.HandleAsync(EventOf("checkout-1"));
        Relabel("Rollout", "checkout", "team", "platform");

        var outcome = await labeler.HandleAsync(EventOf("checkout-1"));

        Assert.Equal("team=platform", outcome.Changed.ToString());
        Assert.Equal((1, 1), (outcome.Reads, outcome.Writes));
    }

    [Fact]
    public async Task While_an_event_waits_for_its_turn_its_owner_may_become_another()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Owners:TimeToLive=00:01:00");
        var (begun, enough) = (Signal(), Signal());
        _cluster.Faults.Add(Fault.HeldUntil(enough.Task), request => request.Verb == "patch" && (begun.TrySetResult() || true), times: 1);
        var unlabeled = EventOf("checkout-1");

        var first = labeler.HandleAsync(unlabeled).AsTask();
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        var waiting = labeler.HandleAsync(unlabeled).AsTask();
        Relabel("Rollout", "checkout", "team", "platform");
        var relabeled = labeler.HandleAsync(EventOf("checkout", "Rollout")).AsTask();
        enough.SetResult();

        Assert.Equal("team=payments", (await first).Added.ToString());
        Assert.Equal("team=platform", (await waiting).Changed.ToString());
        await relabeled;
        Assert.Equal("app=checkout,team=platform", LabelsOf("checkout-1"));

        static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Fact]
    public async Task A_label_of_its_own_is_never_changed_back_by_a_remembered_owner()
    {
        await using var behind = RunningLabeler.Start(_cluster, "Owners:TimeToLive=00:01:00");
        await using var ahead = RunningLabeler.Start(_cluster);
        await behind.HandleAsync(EventOf("checkout-1"));
        Relabel("Rollout", "checkout", "team", "platform");
        await ahead.HandleAsync(EventOf("checkout-1"));

        var outcome = await behind.HandleAsync(EventOf("checkout-1"));

        Assert.Equal((OutcomeReason.AlreadyLabeled, 1, 0), (outcome.Reason, outcome.Reads, outcome.Writes));
        Assert.Equal("app=checkout,team=platform", LabelsOf("checkout-1"));
    }

    [Fact]
    public async Task A_label_goes_when_its_source_goes_and_others_labels_stay()
    {
        await using var labeler = RunningLabeler.Start(_cluster, OwnersAreReadEachTime);
        await labeler.HandleAsync(EventOf("checkout-1"));
        Relabel("Rollout", "checkout", "team", null);

        var outcome = await labeler.HandleAsync(EventOf("checkout-1"));

        Assert.Equal(["team"], outcome.Removed);
        Assert.Equal("app=checkout", LabelsOf("checkout-1"));
    }

    [Fact]
    public async Task A_body_that_hides_who_owns_what_is_read_anew()
    {
        await using var labeler = RunningLabeler.Start(_cluster, OwnersAreReadEachTime);
        await labeler.HandleAsync(EventOf("checkout-1"));

        var outcome = await labeler.HandleAsync(EventOf("checkout-1", change: shown => shown["metadata"]!.AsObject().Remove("managedFields")));

        // Every label is there and wanted or the selector's: then it does not matter whose they are, and the owner alone is read.
        Assert.Equal((OutcomeReason.AlreadyLabeled, 1), (outcome.Reason, outcome.Reads));

        Relabel("Rollout", "checkout", "team", "platform");
        outcome = await labeler.HandleAsync(EventOf("checkout-1", change: shown => shown["metadata"]!.AsObject().Remove("managedFields")));

        Assert.Equal("team=platform", outcome.Changed.ToString());
        Assert.Equal((2, 1), (outcome.Reads, outcome.Writes));
    }

    [Fact]
    public async Task A_body_without_its_spec_is_read_anew_where_the_pod_template_counts()
    {
        await using var labeler = RunningLabeler.Start(_cluster);

        var outcome = await labeler.HandleAsync(EventOf("checkout-1", change: shown => shown.Remove("spec")));

        Assert.Equal((OutcomeKind.Labeled, 2, 1), (outcome.Kind, outcome.Reads, outcome.Writes));
    }

    [Fact]
    public async Task A_label_that_somebody_owns_too_is_left_to_them_when_its_source_changes()
    {
        await using var labeler = RunningLabeler.Start(_cluster, OwnersAreReadEachTime);
        await labeler.HandleAsync(EventOf("checkout-1"));
        var theirs = JsonNode.Parse("""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"checkout-1","namespace":"shop","labels":{"team":"payments"}}}""")!;
        _cluster.Objects.Apply(theirs.AsObject(), "platform");
        Relabel("Rollout", "checkout", "team", "logistics");

        var outcome = await labeler.HandleAsync(EventOf("checkout-1"));
        var again = await labeler.HandleAsync(EventOf("checkout-1"));

        Assert.Equal((OutcomeReason.Applied, 2), (outcome.Reason, outcome.Writes));
        Assert.Contains(outcome.Kept, kept => kept is { Key: "team", Reason: SkipReason.OwnedByAnother, Detail: "platform" });
        Assert.Equal((OutcomeReason.AlreadyLabeled, 0), (again.Reason, again.Writes));
        Assert.Equal("app=checkout,team=payments", LabelsOf("checkout-1"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    public async Task An_owner_of_an_impossible_name_is_no_owner(string name)
    {
        await using var labeler = RunningLabeler.Start(_cluster);

        var outcome = await labeler.HandleAsync(EventOf("checkout-1", change: shown => shown["metadata"]!["ownerReferences"]![0]!["name"] = name));

        Assert.Equal((OutcomeReason.OwnerGone, 0, 0), (outcome.Reason, outcome.Reads, outcome.Writes));
    }

    [Theory]
    [InlineData("ReplicaSet", "checkout-1", true)]
    [InlineData("ReplicaSet", "checkout-1", false)]
    [InlineData("Rollout", "checkout", false)]
    public async Task An_event_without_the_namespace_of_its_object_is_not_asked_for_again(string kind, string name, bool isBelieved)
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        var nowhere = EventOf(name, kind, change: shown => shown["metadata"]!.AsObject().Remove("namespace")) with { IsSenderAuthenticated = isBelieved };

        var outcome = await labeler.HandleAsync(nowhere);

        Assert.Equal((OutcomeKind.Rejected, OutcomeReason.NoObject, 2, 0), (outcome.Kind, outcome.Reason, outcome.Reads, outcome.Writes));
        Assert.Equal("The data has no namespace, and objects of this kind are namespaced.", outcome.Detail);
    }

    [Fact]
    public async Task An_event_without_a_namespace_is_asked_for_again_where_the_kind_is_not_served_or_not_yet()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _cluster.Faults.Add(Fault.Status(404, "NotFound", "the server could not find the requested resource"));

        var outcome = await labeler.HandleAsync(EventOf("checkout-1", change: shown => shown["metadata"]!.AsObject().Remove("namespace")));

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.KindNotServed), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task An_event_that_waits_too_long_for_its_turn_is_deferred()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Labeler:EventTimeout=00:00:01");
        _cluster.Faults.Add(Fault.Hang());

        var outcome = await labeler.HandleAsync(EventOf("checkout-1"));

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.TimedOut), (outcome.Kind, outcome.Reason));
        Assert.Equal("The event took longer than 1 s.", outcome.Detail);
    }

    [Fact]
    public async Task Where_somebody_owns_the_labels_as_a_whole_nothing_is_written_and_nothing_is_repeated()
    {
        Create("Experiment", "checkout-exp", """{"step":"2"}""", owner: "Rollout/checkout");
        var bare = Get("Experiment", "checkout-exp");
        bare["metadata"]!.AsObject().Remove("labels");
        bare["metadata"]!["managedFields"] = JsonNode.Parse(
            """[{"manager":"rollouts-controller","operation":"Update","apiVersion":"argoproj.io/v1alpha1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{}}}}}]""");
        var before = _cluster.Objects.Seed(bare);
        await using var labeler = RunningLabeler.Start(_cluster);

        var outcome = await labeler.HandleAsync(EventOf("checkout-exp", "Experiment"));

        Assert.Equal((OutcomeReason.LabelsOwnedByAnother, 1), (outcome.Reason, outcome.Writes));
        Assert.Contains("rollouts-controller", outcome.Detail, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before, Get("Experiment", "checkout-exp")));
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_not_asked_for_again_and_does_not_count_against_the_cluster()
    {
        var unreadable = Get("ReplicaSet", "checkout-1");
        unreadable["spec"]!["template"]!["metadata"]!["labels"] = new JsonArray("app");
        _cluster.Objects.Seed(unreadable);
        await using var labeler = RunningLabeler.Start(_cluster, "Limits:BreakMinimumCalls=2");

        for (var time = 0; time < 5; time++)
        {
            var outcome = await labeler.HandleAsync(EventOf("checkout-1", change: static shown => shown["spec"]!["template"]!.AsObject().Remove("metadata")) with { IsSenderAuthenticated = false });

            Assert.Equal((OutcomeKind.Rejected, OutcomeReason.MalformedData, 1), (outcome.Kind, outcome.Reason, outcome.Reads));
            Assert.StartsWith("The object cannot be read. spec.template.metadata.labels is an array", outcome.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_object_that_is_on_its_way_out_is_left_alone()
    {
        await using var labeler = RunningLabeler.Start(_cluster);

        var outcome = await labeler.HandleAsync(EventOf("checkout-1", change: shown => shown["metadata"]!["deletionTimestamp"] = "2026-11-23T00:00:00Z"));

        Assert.Equal(OutcomeReason.BeingDeleted, outcome.Reason);
        Assert.Equal(0, _cluster.Requests.Writes);
    }

    [Fact]
    public async Task A_strangers_event_is_a_hint_at_what_to_look_at_and_nothing_more()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        var forged = EventOf("checkout-1", change: shown =>
        {
            shown["metadata"]!["labels"] = new JsonObject();
            shown["spec"]!["template"]!["metadata"]!["labels"]!["team"] = "intruders";
        }) with
        { IsSenderAuthenticated = false };

        var outcome = await labeler.HandleAsync(forged);

        Assert.Equal("team=payments", outcome.Added.ToString());
        Assert.Equal("app=checkout,team=payments", LabelsOf("checkout-1"));
    }

    [Fact]
    public async Task The_namespace_and_the_owners_owner_are_sources_where_a_policy_says_so()
    {
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            policy,
            """
            apiVersion: tagalong.dev/v1
            kind: LabelPolicy
            metadata: { name: shop }
            rules:
            - name: analysisruns-of-experiments
              target: { group: argoproj.io, version: v1alpha1, kind: AnalysisRun }
              owners: [{ group: argoproj.io, version: v1alpha1, kind: Experiment }, { group: argoproj.io, version: v1alpha1, kind: Rollout }]
              sources:
              - from: owner
              - from: ownersOwner
              - from: namespace
                keys: [zone]
            """,
            TestContext.Current.CancellationToken);
        Create("Experiment", "checkout-exp", """{"step":"2"}""", owner: "Rollout/checkout");
        Create("AnalysisRun", "checkout-run", """{"a":"1"}""", owner: "Experiment/checkout-exp");
        var ns = _cluster.Objects.Get(ResourceKinds.Namespace, null, "shop")!;
        ns["metadata"]!["labels"] = new JsonObject { ["zone"] = "eu", ["other"] = "x" };
        _cluster.Objects.Update(ns, "kubectl");
        await using var labeler = RunningLabeler.Start(_cluster, $"Policies:Path={policy}");

        var outcome = await labeler.HandleAsync(EventOf("checkout-run", "AnalysisRun"));
        File.Delete(policy);

        Assert.Equal("step=2,team=payments,zone=eu", outcome.Added.ToString());
        Assert.Equal((3, 1), (outcome.Reads, outcome.Writes));
    }

    /// <remarks>An operator makes Rollouts, or a tenant names anything as the owner of one.</remarks>
    [Theory]
    [InlineData("core.oam.dev/v1beta1", "Application")]
    [InlineData("v1", "Secret")]
    public async Task An_owners_owner_of_a_foreign_kind_keeps_no_label_of_the_owner_back(string apiVersion, string kind)
    {
        var rollout = Get("Rollout", "checkout");
        rollout["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["name"] = "x",
            ["uid"] = "uid-of-x",
            ["controller"] = true,
        });
        _cluster.Objects.Seed(rollout);
        Create("AnalysisRun", "checkout-run", """{"a":"1"}""", owner: "Rollout/checkout");
        await using var labeler = RunningLabeler.Start(_cluster, "Policies:BuiltIn:0=analysis-runs", "Policies:BuiltIn:1=argo-rollouts");

        var outcome = await labeler.HandleAsync(EventOf("checkout-run", "AnalysisRun"));

        Assert.Equal((OutcomeReason.Applied, "team=payments"), (outcome.Reason, outcome.Added.ToString()));
        Assert.EndsWith("/x gives no labels, since no rule names its kind as an owner.", outcome.Detail, StringComparison.Ordinal);
        Assert.Equal(1, _cluster.Requests.Count(static request => request.Verb == "get"));
    }

    [Fact]
    public async Task A_cluster_scoped_owner_is_found_with_one_request_for_its_scope()
    {
        var policy = await OfNamespacesAsync();
        LabelNamespace();
        await using var labeler = RunningLabeler.Start(_cluster, $"Policies:Path={policy}", OwnersAreReadEachTime, "ApiCalls:MaxRetries=0");

        foreach (var name in (string[])["of-namespace-1", "of-namespace-2"])
        {
            CreateOfNamespace(name);
            Assert.Equal("zone=eu", (await labeler.HandleAsync(EventOf(name))).Added.ToString());
        }

        File.Delete(policy);
        Assert.Equal(
            ["/api/v1/namespaces/shop/namespaces/shop", "/api/v1", "/api/v1/namespaces/shop", "/api/v1/namespaces/shop"],
            _cluster.Requests.Snapshot().Where(static request => request.Verb == "get").Select(static request => request.Path));
    }

    [Fact]
    public async Task A_cluster_scoped_owner_is_found_where_discovery_is_not_allowed()
    {
        var policy = await OfNamespacesAsync();
        LabelNamespace();
        _cluster.Faults.Add(Fault.Status(403, "Forbidden", "forbidden: User \"tagalong\" cannot get path \"/api/v1\""), static request => request.Path == "/api/v1");
        await using var labeler = RunningLabeler.Start(_cluster, $"Policies:Path={policy}");
        CreateOfNamespace("of-namespace");

        var outcome = await labeler.HandleAsync(EventOf("of-namespace"));
        File.Delete(policy);

        Assert.Equal("zone=eu", outcome.Added.ToString());
    }

    [Fact]
    public async Task A_relabelled_cluster_scoped_owner_passes_its_labels_on()
    {
        var policy = await OfNamespacesAsync();
        CreateOfNamespace("of-namespace");
        LabelNamespace();
        await using var labeler = RunningLabeler.Start(_cluster, $"Policies:Path={policy}");

        var outcome = await labeler.HandleAsync(Shop.EventOf(_cluster.Objects.Get(ResourceKinds.Namespace, null, "shop")!));
        File.Delete(policy);

        Assert.Equal((OutcomeReason.ChildrenLabeled, 1), (outcome.Reason, outcome.Children.Labeled));
    }

    /// <summary>A policy by which ReplicaSets get the labels of the namespace that owns them: the one cluster-scoped kind of the dev cluster.</summary>
    private static async Task<string> OfNamespacesAsync()
    {
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            policy,
            """
            apiVersion: tagalong.dev/v1
            kind: LabelPolicy
            metadata: { name: tenants }
            rules:
            - name: replicasets-of-namespaces
              target: { group: apps, version: v1, kind: ReplicaSet }
              owners: [{ version: v1, kind: Namespace }]
              sources: [{ from: owner }]
              include: [zone]
            """,
            TestContext.Current.CancellationToken);
        return policy;
    }

    private void LabelNamespace()
    {
        var ns = _cluster.Objects.Get(ResourceKinds.Namespace, null, "shop")!;
        ns["metadata"]!["labels"]!["zone"] = "eu";
        _cluster.Objects.Update(ns, "kubectl");
    }

    private void CreateOfNamespace(string name)
    {
        Create("ReplicaSet", name, """{"app":"checkout"}""");
        var made = Get("ReplicaSet", name);
        made["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["name"] = "shop",
            ["uid"] = (string?)_cluster.Objects.Get(ResourceKinds.Namespace, null, "shop")!["metadata"]!["uid"],
            ["controller"] = true,
        });
        _cluster.Objects.Seed(made);
    }

    private void Create(string kind, string name, string labels, string? owner = null)
    {
        var value = new JsonObject
        {
            ["apiVersion"] = kind == "ReplicaSet" ? "apps/v1" : "argoproj.io/v1alpha1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["labels"] = JsonNode.Parse(labels) },
            ["spec"] = kind != "ReplicaSet" ? new JsonObject() : JsonNode.Parse(
                """{"selector":{"matchLabels":{"app":"checkout"}},"template":{"metadata":{"labels":{"app":"checkout"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}"""),
        };
        if (owner?.Split('/') is [var ownerKind, var ownerName])
        {
            value["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "argoproj.io/v1alpha1",
                ["kind"] = ownerKind,
                ["name"] = ownerName,
                ["uid"] = (string?)Get(ownerKind, ownerName)["metadata"]!["uid"],
                ["controller"] = true,
            });
        }

        _cluster.Objects.Create(value, "rollouts-controller");
    }

    private void Relabel(string kind, string name, string key, string? value)
    {
        var current = Get(kind, name);
        var labels = current["metadata"]!["labels"]!.AsObject();
        labels.Remove(key);
        if (value is not null)
        {
            labels[key] = value;
        }

        _cluster.Objects.Update(current, "kubectl-label");
    }

    private JsonObject Get(string kind, string name) => _cluster.Objects.Get(
        kind switch
        {
            "Rollout" => ResourceKinds.Rollout,
            "Experiment" => ResourceKinds.Experiment,
            "AnalysisRun" => ResourceKinds.AnalysisRun,
            _ => ResourceKinds.ReplicaSet,
        },
        "shop",
        name)!;

    private string LabelsOf(string replicaSet) => string.Join(
        ',',
        Get("ReplicaSet", replicaSet)["metadata"]!["labels"]!.AsObject().OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private EventEnvelope EventOf(string name, string kind = "ReplicaSet", Action<JsonObject>? change = null)
    {
        var shown = Get(kind, name);
        change?.Invoke(shown);
        return new EventEnvelope
        {
            Id = "1",
            Type = "dev.knative.apiserver.resource.update",
            Data = Encoding.UTF8.GetBytes(shown.ToJsonString()),
            IsSenderAuthenticated = true,
        };
    }
}
