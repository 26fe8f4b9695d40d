using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Watching;

/// <summary>The relay, and everything that may happen to the API server, the sink and itself.</summary>
public class RelayTests
{
    private const string Apply = "Tagalong:Watch:Apply=true";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Existing_and_new_objects_are_labelled_with_and_without_streaming_lists(bool streams)
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 5);
        using var old = streams ? null : cluster.Faults.Add(
            Fault.Status(422, "Invalid", "resourceVersionMatch is forbidden for watch"), static request => request.Query.Contains("sendInitialEvents", StringComparison.Ordinal));
        await using var relay = await RunningRelay.StartAsync(cluster, Apply, "Tagalong:ApiCalls:PageSize=2");

        await relay.ReadyAsync();
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        Shop.AddReplicaSet(cluster, "late");

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        await Eventually.EqualAsync(6, () => Task.FromResult(cluster.Requests.Writes));
        Assert.Equal(!streams, cluster.Requests.Snapshot().Any(static request => request is { Verb: "list", Resource: "replicasets" }));
    }

    [Fact]
    public async Task Changes_during_an_API_server_outage_are_labelled_after_it()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 1);
        await using var relay = await RunningRelay.StartAsync(cluster, Apply);
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));

        for (var outage = 0; outage < 3; outage++)
        {
            await cluster.StopAsync();
            Shop.AddReplicaSet(cluster, $"meanwhile-{outage}");
            await cluster.RestartAsync(TestContext.Current.CancellationToken);
            await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        }

        await Eventually.EqualAsync(4, () => Task.FromResult(cluster.Requests.Writes));
    }

    [Fact]
    public async Task After_an_expired_watch_exactly_the_changed_objects_are_sent()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        await using var sink = await Receiver.StartAsync();
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={sink.Url}");
        await Eventually.EqualAsync(4, () => Task.FromResult(sink.Taken.Count));

        await cluster.StopAsync();
        Shop.Relabel(cluster, ResourceKinds.ReplicaSet, "web-1", "identity");
        Shop.AddReplicaSet(cluster, "web-9");
        cluster.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "web-2");
        cluster.Objects.Compact();
        await cluster.RestartAsync(TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(6, () => Task.FromResult(sink.Taken.Count));
        Shop.AddRollout(cluster, "last");
        await Eventually.EqualAsync(7, () => Task.FromResult(sink.Taken.Count));

        Assert.Equal(
            ["dev.knative.apiserver.resource.add web-9", "dev.knative.apiserver.resource.update web-1"],
            sink.Taken.Skip(4).Take(2).Select(static told => $"{told["type"]} {told["name"]}").Order(StringComparer.Ordinal));
        Assert.Contains(relay.Logs.GetSnapshot(), static line => line.Message.Contains("expired at the API server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_that_breaks_after_each_event_misses_no_event()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var relay = await RunningRelay.StartAsync(cluster, Apply);
        await relay.ReadyAsync();
        using var cuts = cluster.Faults.Add(Fault.CutHalfway(), static request => request is { Verb: "watch", Resource: "replicasets" });
        await cluster.RestartAsync(TestContext.Current.CancellationToken);

        for (var number = 0; number < 8; number++)
        {
            Shop.AddReplicaSet(cluster, $"web-{number}");
        }

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        await Eventually.EqualAsync(8, () => Task.FromResult(cluster.Requests.Writes));
    }

    [Fact]
    public async Task A_rotated_token_is_read_again()
    {
        var options = new DevApiServerOptions();
        options.Users.Add(new DevUser("before", "token-before", [AccessRule.Everything]));
        options.Users.Add(new DevUser("after", "token-after", [AccessRule.Everything]));
        await using var cluster = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        Shop.AddRollout(cluster, "web");
        var (kubeconfig, token) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(token, "token-before", TestContext.Current.CancellationToken);
        var text = cluster.KubeconfigFor("before").Replace("token: \"token-before\"", $"tokenFile: {token}", StringComparison.Ordinal)
            .Replace("token: token-before", $"tokenFile: {token}", StringComparison.Ordinal);
        Assert.Contains("tokenFile", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(kubeconfig, text, TestContext.Current.CancellationToken);
        await using var relay = await RunningRelay.StartAsync(cluster, Apply, $"KUBECONFIG={kubeconfig}");
        await relay.ReadyAsync();

        await File.WriteAllTextAsync(token, "token-after", TestContext.Current.CancellationToken);
        using var withdrawn = cluster.Faults.Add(Fault.Status(401, "Unauthorized", "Unauthorized"), static request => request.User == "before");
        await cluster.RestartAsync(TestContext.Current.CancellationToken);
        Shop.AddReplicaSet(cluster, "web-1");

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        Assert.Contains(cluster.Requests.Snapshot(), static request => request is { Verb: "watch", User: "after", StatusCode: 200 });
        File.Delete(kubeconfig);
        File.Delete(token);
    }

    [Fact]
    public async Task Another_API_server_at_the_same_address_is_listed_from_the_beginning()
    {
        await using var before = await Shop.StartAsync(replicaSets: 1);
        await using var after = await Shop.StartAsync(replicaSets: 3);
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, before.KubeconfigFor(), TestContext.Current.CancellationToken);
        await using var relay = await RunningRelay.StartAsync(
            before, Apply, "KUBECONFIG=", $"Tagalong:Clusters:prod:Kubeconfig={kubeconfig}", "Tagalong:Fleet:ReloadInterval=00:00:00", "Tagalong:Watch:Lifetime=00:00:01");
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(before)));

        await File.WriteAllTextAsync(kubeconfig, after.KubeconfigFor(), TestContext.Current.CancellationToken);

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(after)));
        File.Delete(kubeconfig);
    }

    [Fact]
    public async Task Five_hundred_objects_and_a_later_change_of_their_Rollout_take_one_write_each()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 500);
        await using var relay = await RunningRelay.StartAsync(cluster, Apply, "Tagalong:Watch:Capacity=20");
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));

        await Eventually.EqualAsync(500, () => Task.FromResult(cluster.Requests.Writes));
        Shop.Relabel(cluster, ResourceKinds.Rollout, "web", "identity");
        await Eventually.EqualAsync("identity", () => Task.FromResult(Shop.Teams(cluster)));

        await Eventually.EqualAsync(1000, () => Task.FromResult(cluster.Requests.Writes));
        TestContext.Current.TestOutputHelper!.WriteLine($"{relay.Accepted} sends");
    }

    [Fact]
    public async Task Events_that_wait_for_a_sink_are_sent_once_in_their_latest_state()
    {
        var isAway = true;
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        await using var sink = await Receiver.StartAsync(_ => Volatile.Read(ref isAway) ? 503 : 202);
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={sink.Url}", "Tagalong:Watch:Capacity=2");
        await Eventually.EqualAsync(true, () => Task.FromResult(sink.Attempts > 10));
        Shop.Relabel(cluster, ResourceKinds.Rollout, "web", "identity");
        Shop.Relabel(cluster, ResourceKinds.Rollout, "web", "search");
        var version = (string?)cluster.Objects.Get(ResourceKinds.Rollout, "shop", "web")!["metadata"]!["resourceVersion"];
        var attempts = sink.Attempts;
        await Eventually.EqualAsync(true, () => Task.FromResult(sink.Attempts > attempts + 10));

        Volatile.Write(ref isAway, false);
        await Eventually.EqualAsync(4, () => Task.FromResult(sink.Taken.Count));
        Shop.AddRollout(cluster, "last");
        await Eventually.EqualAsync(5, () => Task.FromResult(sink.Taken.Count));

        Assert.Equal(["last", "web", "web-0", "web-1", "web-2"], sink.Taken.Select(static told => told["name"]).Order(StringComparer.Ordinal));
        Assert.EndsWith($"/{version}", sink.Taken.Single(static told => told["name"] == "web")["id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_that_never_responds_is_retried()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink=https://{silent.LocalEndpoint}");

        // One event waits: its second attempt comes only after the first has ended.
        using var first = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var second = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(0, relay.Accepted);
    }

    [Fact]
    public async Task An_event_that_the_sink_rejects_is_dead_lettered_and_delays_no_other()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var cluster = await Shop.StartAsync(replicaSets: 4);
        await using var sink = await Receiver.StartAsync(static attempt => attempt == 2 ? 422 : 202);
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={sink.Url}", $"Tagalong:Watch:DeadLetterFile={file}");

        await Eventually.EqualAsync(4, () => Task.FromResult(sink.Taken.Count));
        await Eventually.EqualAsync(true, () => Task.FromResult(File.Exists(file)));
        await relay.StopAsync();

        var dead = JsonNode.Parse(Assert.Single(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)))!;
        Assert.DoesNotContain(sink.Taken, told => told["id"] == (string?)dead["id"]);
        Assert.Equal((string?)dead["name"], (string?)dead["data"]!["metadata"]!["name"]);
        Assert.Equal(5, sink.Attempts);
        File.Delete(file);
    }

    [Fact]
    public async Task An_event_has_the_shape_of_Knative_with_the_configured_extensions()
    {
        var key = Path.GetTempFileName();
        await File.WriteAllTextAsync(key, "0123456789abcdef0123456789abcdef\n", TestContext.Current.CancellationToken);
        await using var cluster = await Shop.StartAsync(replicaSets: 1);
        await using var sink = await Receiver.StartAsync();
        await using var relay = await RunningRelay.StartAsync(
            cluster, $"K_SINK={sink.Url}", """K_CE_OVERRIDES={"extensions":{"region":"eu"}}""", "Tagalong:Watch:Cluster=prod-eu-1", $"Tagalong:Watch:SinkKeyFile={key}");

        await Eventually.EqualAsync(2, () => Task.FromResult(sink.Taken.Count));
        File.Delete(key);

        var told = sink.Taken.Single(static told => told["kind"] == "ReplicaSet");
        var live = cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web-0")!;
        Assert.Equal($"{live["metadata"]!["uid"]}/{live["metadata"]!["resourceVersion"]}", told["id"]);
        Assert.Equal(("1.0", "dev.knative.apiserver.resource.add", "/tagalong/clusters/prod-eu-1"), (told["specversion"], told["type"], told["source"]));
        Assert.Equal(("apps/v1", "web-0", "shop", "/apis/apps/v1/namespaces/shop/replicasets/web-0"), (told["apiversion"], told["name"], told["namespace"], told["subject"]));
        Assert.Equal(("prod-eu-1", "eu"), (told["cluster"], told["region"]));
        Assert.Equal("0123456789abcdef0123456789abcdef", told.Headers["X-Api-Key"]);
        Assert.True(JsonNode.DeepEquals(live, told.Data));
    }

    [Fact]
    public async Task The_relay_and_the_server_together_label_what_the_relay_sees()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        await using var server = await RunningServer.StartAsync(cluster: cluster);
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={server.Client.BaseAddress}events");

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        await Eventually.EqualAsync(7L, () => Task.FromResult(relay.Accepted));

        Assert.All(server.Outcomes(), static outcome => Assert.True(outcome.Kind is "Labeled" or "Unchanged", outcome.ToString()));
    }

    [Fact]
    public async Task Status_updates_and_objects_without_a_rule_are_not_sent()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 1);
        await using var sink = await Receiver.StartAsync();
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={sink.Url}");
        await Eventually.EqualAsync(2, () => Task.FromResult(sink.Taken.Count));

        var live = cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "web-0")!;
        live["status"] = new JsonObject { ["replicas"] = 3 };
        cluster.Objects.UpdateStatus(live, "kube-controller-manager");
        Shop.AddReplicaSet(cluster, "of-a-deployment", owner: ("apps/v1", "Deployment"));
        Shop.AddReplicaSet(cluster, "last");

        await Eventually.EqualAsync(3, () => Task.FromResult(sink.Taken.Count));
        Assert.Equal(["last", "web", "web-0"], sink.Taken.Select(static told => told["name"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_kind_that_is_not_installed_is_retried_and_the_others_are_labelled()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 2);
        using var missing = cluster.Faults.Add(Fault.Status(404, "NotFound", "the server could not find the requested resource"), static request => request.Resource == "experiments");
        await using var relay = await RunningRelay.StartAsync(cluster, Apply);

        await relay.ReadyAsync();
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        missing.Dispose();

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.Requests.Snapshot().Any(static request => request is { Resource: "experiments", StatusCode: 200 })));
    }

    [Theory]
    [InlineData(403, "admission webhook \"validation.gatekeeper.sh\" denied the request: no")]
    [InlineData(403, "replicasets.apps \"x\" is forbidden: User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\"")]
    [InlineData(500, "failed to create manager for existing fields: duplicate entries for key [name=\"LOG_LEVEL\"]")]
    public async Task More_objects_that_cannot_be_labelled_than_there_are_places_delay_no_other(int code, string message)
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 520);
        cluster.Faults.Add(Fault.Status(code, "", message), static request => request is { Verb: "patch", Name: not null } && request.Name.StartsWith("web-", StringComparison.Ordinal));
        await using var relay = await RunningRelay.StartAsync(
            cluster, Apply, "Tagalong:Limits:BreakMinimumCalls=2", "Tagalong:Limits:BreakAtPercent=1", "Tagalong:Watch:LongestRetryDelay=00:10:00");

        await relay.ReadyAsync();
        Shop.AddReplicaSet(cluster, "good");

        await Eventually.EqualAsync(1, () => Task.FromResult(Shop.CountOf(cluster, "payments")));
        Assert.Equal("payments", (string?)cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "good")!["metadata"]!["labels"]!["team"]);
        Assert.Contains(relay.Outcomes(), outcome => outcome.Kind == (message.Contains("webhook", StringComparison.Ordinal) ? "Rejected" : code == 500 ? "Deferred" : "Denied"));
        Assert.DoesNotContain(relay.Outcomes(), static outcome => outcome.Reason == "CircuitOpen");
        Assert.Equal("ok", await relay.ReadinessAsync());
    }

    [Fact]
    public async Task After_a_restore_of_etcd_all_objects_are_labelled_again()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        var backup = cluster.Objects.Backup();
        cluster.Objects.AdvanceResourceVersion(100_000);
        await using var relay = await RunningRelay.StartAsync(cluster, Apply, "Tagalong:Watch:Lifetime=00:00:01");
        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));

        await cluster.StopAsync();
        cluster.Objects.Restore(backup);
        await cluster.RestartAsync(TestContext.Current.CancellationToken);

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        Assert.Contains(relay.Logs.GetSnapshot(), static line => line.Message.Contains("went back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_that_could_not_be_labelled_for_long_is_labelled_once_it_can_be()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 1);
        var broken = cluster.Faults.Add(Fault.Status(500, "", "failed"), static request => request.Verb == "patch");
        await using var relay = await RunningRelay.StartAsync(cluster, Apply);
        await Eventually.EqualAsync(true, () => Task.FromResult(relay.Logs.GetSnapshot().Any(static line => line.Message.StartsWith(
            "The event of ReplicaSet.apps/shop/web-0 failed 3 times and is retried at growing intervals, apart from the others: Deferred (WriteFailed) failed", StringComparison.Ordinal))));

        broken.Dispose();

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
    }

    [Fact]
    public async Task An_object_that_fails_again_and_again_while_others_pass_is_left_to_the_next_sweep()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 1);
        cluster.Faults.Add(Fault.Status(500, "", "failed"), static request => request is { Verb: "patch", Name: "web-0" });
        await using var relay = await RunningRelay.StartAsync(cluster, Apply, "Tagalong:Watch:LongestRetryDelay=00:00:00.02");
        var added = 0;

        await Eventually.EqualAsync(true, () =>
        {
            Shop.AddReplicaSet(cluster, $"other-{added++}");
            return Task.FromResult(relay.Logs.GetSnapshot().Any(static line => line.Message.StartsWith("The event of ReplicaSet.apps/shop/web-0 was given up after ", StringComparison.Ordinal)));
        });

        var tries = cluster.Requests.Count(static request => request is { Verb: "patch", Name: "web-0" });
        Shop.AddReplicaSet(cluster, "last");
        await Eventually.EqualAsync(added + 1, () => Task.FromResult(Shop.CountOf(cluster, "payments")));
        Assert.Equal(tries, cluster.Requests.Count(static request => request is { Verb: "patch", Name: "web-0" }));
    }

    [Fact]
    public async Task Without_a_right_the_relay_is_not_ready_until_it_is_granted_again()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        var denied = cluster.Faults.Add(Fault.Status(403, "Forbidden", "replicasets.apps \"x\" is forbidden: User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\""), static request => request.Verb == "patch" || request.Resource == "rollouts");
        await using var relay = await RunningRelay.StartAsync(cluster, Apply);
        await Eventually.EqualAsync(true, () => Task.FromResult(relay.Outcomes().Count(static outcome => outcome.Kind == "Denied") > 6));
        var (readyBefore, teamsBefore) = (await relay.ReadinessAsync(), Shop.Teams(cluster));

        denied.Dispose();
        await relay.ReadyAsync();

        await Eventually.EqualAsync("payments", () => Task.FromResult(Shop.Teams(cluster)));
        Assert.Equal(("not all existing objects have been checked yet", "(none)"), (readyBefore, teamsBefore));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_that_cannot_be_read_is_named_and_hides_no_other(bool streams)
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 3);
        Shop.AddUnreadable(cluster, "web-1a");
        using var old = streams ? null : cluster.Faults.Add(
            Fault.Status(422, "Invalid", "resourceVersionMatch is forbidden for watch"), static request => request.Query.Contains("sendInitialEvents", StringComparison.Ordinal));
        await using var relay = await RunningRelay.StartAsync(cluster, Apply);

        await relay.ReadyAsync();
        Shop.AddUnreadable(cluster, "web-4");
        Shop.AddReplicaSet(cluster, "web-5");
        await Eventually.EqualAsync(4, () => Task.FromResult(Shop.CountOf(cluster, "payments")));

        foreach (var name in (string[])["web-1a", "web-4"])
        {
            Assert.Single(relay.Logs.GetSnapshot(), line => line.Message.StartsWith($"ReplicaSet.apps/shop/{name} cannot be read and is skipped", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(relay.Logs.GetSnapshot(), static line => line.Message.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_dead_letter_file_is_bounded_and_private()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "dead");
        await using var cluster = await Shop.StartAsync(replicaSets: 200);
        await using var sink = await Receiver.StartAsync(static _ => 400);
        await using var relay = await RunningRelay.StartAsync(
            cluster, $"Tagalong:Watch:Sink={sink.Url}", $"Tagalong:Watch:DeadLetterFile={file}", "Tagalong:Watch:DeadLetterBytes=65536");

        await Eventually.EqualAsync(201, () => Task.FromResult(sink.Attempts));
        await relay.StopAsync();

        Assert.InRange(new FileInfo(file).Length, 1, 65536);
        Assert.InRange(new FileInfo($"{file}.1").Length, 1, 65536);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task Pending_events_are_sent_at_shutdown()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 20);
        await using var sink = await Receiver.StartAsync(async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            return 202;
        });
        await using var relay = await RunningRelay.StartAsync(cluster, $"Tagalong:Watch:Sink={sink.Url}");
        await relay.ReadyAsync();

        await relay.StopAsync();

        Assert.Equal(21, sink.Taken.Count);
    }
}
