using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Fleet;

/// <summary>Which cluster an event is for, and a fleet that changes while it is served.</summary>
public sealed class ClusterRegistryTests : IAsyncLifetime
{
    private readonly TemporaryFolder _files = new();
    private DevApiServer _europe = null!;
    private DevApiServer _america = null!;

    public async ValueTask InitializeAsync()
    {
        _europe = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        _america = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        _files.Write("eu.kubeconfig", _europe.KubeconfigFor());
        _files.Write("us.kubeconfig", _america.KubeconfigFor());
    }

    public async ValueTask DisposeAsync()
    {
        await _europe.DisposeAsync();
        await _america.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task An_event_is_for_the_cluster_that_it_names()
    {
        await using var labeler = Start(Europe, America);

        var outcome = await labeler.HandleAsync(EventFor("us"));

        Assert.Equal((OutcomeKind.Labeled, "us"), (outcome.Kind, outcome.Cluster.Value));
        Assert.Equal((0, 1), (_europe.Requests.Writes, _america.Requests.Writes));
    }

    [Fact]
    public async Task An_event_without_a_cluster_is_for_the_cluster_that_lists_its_source()
    {
        await using var labeler = Start(Europe, America, "Clusters:us:Sources:0=urn:bus:america");

        var outcome = await labeler.HandleAsync(EventFor(null) with { Source = "urn:bus:america" });

        Assert.Equal((OutcomeKind.Labeled, "us"), (outcome.Kind, outcome.Cluster.Value));
    }

    [Fact]
    public async Task The_name_has_precedence_over_the_source()
    {
        await using var labeler = Start(Europe, America, "Clusters:us:Sources:0=urn:bus:america");

        var outcome = await labeler.HandleAsync(EventFor("eu") with { Source = "urn:bus:america" });

        Assert.Equal("eu", outcome.Cluster.Value);
    }

    [Fact]
    public async Task An_event_without_a_cluster_is_for_the_only_cluster()
    {
        await using var labeler = Start(Europe);

        var outcome = await labeler.HandleAsync(EventFor(null));

        Assert.Equal((OutcomeKind.Labeled, "eu"), (outcome.Kind, outcome.Cluster.Value));
    }

    [Theory]
    [InlineData("ap", "No cluster named 'ap' is configured.")]
    [InlineData("EU", "No cluster named 'EU' is configured.")]
    [InlineData(null, "The event has no extension 'cluster', and no cluster lists its source")]
    public async Task An_event_for_none_of_several_clusters_is_rejected(string? name, string expected)
    {
        await using var labeler = Start(Europe, America);

        var outcome = await labeler.HandleAsync(EventFor(name));

        Assert.Equal((OutcomeKind.Rejected, OutcomeReason.UnknownCluster), (outcome.Kind, outcome.Reason));
        Assert.Contains(expected, outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(_europe.Requests.Snapshot());
    }

    [Fact]
    public async Task A_single_cluster_without_a_name_is_used_for_every_event()
    {
        await using var labeler = RunningLabeler.Start(_europe);

        var outcome = await labeler.HandleAsync(EventFor("whatever"));

        Assert.Equal((OutcomeKind.Labeled, false), (outcome.Kind, outcome.Cluster.IsNamed));
    }

    [Fact]
    public async Task All_contexts_of_a_kubeconfig_that_match_a_pattern_are_imported()
    {
        var kubeconfig = _files.Write("fleet.kubeconfig", _europe.KubeconfigFor().Replace("current-context: dev", "current-context: prod-eu", StringComparison.Ordinal)
            .Replace("- name: dev\n  context:", "- name: prod-eu\n  context:", StringComparison.Ordinal));
        await using var labeler = Start($"Imports:0:Kubeconfig={kubeconfig}", "Imports:0:Names=prod-*");

        var outcome = await labeler.HandleAsync(EventFor("prod-eu"));

        Assert.Equal((OutcomeKind.Labeled, "prod-eu"), (outcome.Kind, outcome.Cluster.Value));
    }

    [Fact]
    public async Task A_cluster_that_is_added_to_the_file_is_used_from_the_next_event_on()
    {
        await using var labeler = Start($"Fleet:File={FleetFile("eu")}", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));
        var before = Catalog(labeler).Clusters.Single();

        FleetFile("eu", "us");
        var outcome = await labeler.HandleAsync(EventFor("us"));

        Assert.Equal((OutcomeKind.Labeled, "us"), (outcome.Kind, outcome.Cluster.Value));
        Assert.Contains(before, Catalog(labeler).Clusters);
    }

    [Fact]
    public async Task A_cluster_that_is_added_to_the_settings_is_used_from_the_next_event_on()
    {
        await using var labeler = Start(Europe, "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));

        labeler.Configuration["Tagalong:Clusters:us:Kubeconfig"] = _files["us.kubeconfig"];
        var outcome = await labeler.HandleAsync(EventFor("us"));

        Assert.Equal((OutcomeKind.Labeled, "us"), (outcome.Kind, outcome.Cluster.Value));
    }

    [Fact]
    public async Task A_cluster_that_is_deleted_from_the_file_is_removed()
    {
        await using var labeler = Start($"Fleet:File={FleetFile("eu", "us")}", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("us"));

        FleetFile("eu");
        var outcome = await labeler.HandleAsync(EventFor("us"));

        Assert.Equal(OutcomeReason.UnknownCluster, outcome.Reason);
        Assert.Equal("eu", Assert.Single(Catalog(labeler).Clusters).Name.Value);
    }

    [Fact]
    public async Task A_cluster_whose_kubeconfig_changed_is_reconnected()
    {
        await using var labeler = Start($"Fleet:File={FleetFile("eu")}", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));

        _files.Write("eu.kubeconfig", _america.KubeconfigFor() + "\n");
        await labeler.HandleAsync(EventFor("eu"));

        Assert.Equal(1, _america.Requests.Writes);
    }

    [Fact]
    public async Task A_cluster_of_the_kubeconfig_in_the_environment_is_reconnected_when_it_changes()
    {
        await using var labeler = RunningLabeler.Start(_europe.KubeconfigFor(), "Clusters:eu:Access=Kubeconfig", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));

        await File.WriteAllTextAsync(labeler.Kubeconfig, _america.KubeconfigFor() + "\n", TestContext.Current.CancellationToken);
        await labeler.HandleAsync(EventFor("eu"));

        Assert.Equal(1, _america.Requests.Writes);
    }

    [Fact]
    public async Task Repeated_checks_for_changes_leak_nothing()
    {
        var settings = new WatchedSettings(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tagalong:Clusters:eu:Kubeconfig"] = _files["eu.kubeconfig"],
            ["Tagalong:Fleet:ReloadInterval"] = "0",
        }).Build());
        await using var services = new ServiceCollection().AddLogging().AddTagalong(settings).BuildServiceProvider();
        var catalog = services.GetRequiredService<ClusterRegistry>();
        var atFirst = settings.Watchers;

        foreach (var _ in Enumerable.Range(0, 10))
        {
            Assert.NotNull(catalog.Find("eu", "").Cluster);
        }

        Assert.Equal(atFirst, settings.Watchers);
    }

    [Theory]
    [InlineData("clusters: { eu: { kubeconfig: /none } }", "Tagalong:Clusters:eu:Kubeconfig is '/none', and there is no such file.")]
    [InlineData("clusters: [", "cannot be read as YAML or JSON")]
    [InlineData("clusters: {}", "The fleet is empty: add clusters in")]
    [InlineData("clusters: { eu: { access: InCluster } }", "Cannot connect to the cluster eu: this is not a pod")]
    [InlineData("cluster: { eu: x }\nclusters: { eu: { access: InCluster } }", "has 'cluster' at its top")]
    public async Task A_file_with_errors_changes_nothing_and_is_logged_once(string content, string expected)
    {
        await using var labeler = Start($"Fleet:File={FleetFile("eu")}", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));

        _files.Write("fleet.yaml", content);
        await labeler.HandleAsync(EventFor("eu"));
        var outcome = await labeler.HandleAsync(EventFor("eu"));

        Assert.Equal((OutcomeKind.Unchanged, "eu"), (outcome.Kind, outcome.Cluster.Value));
        var complaint = Assert.Single(labeler.Logs.GetSnapshot(), line => line.Level == LogLevel.Error);
        Assert.Contains(expected, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_file_is_applied()
    {
        await using var labeler = Start($"Fleet:File={FleetFile("eu")}", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));
        _files.Write("fleet.yaml", "clusters: [");
        await labeler.HandleAsync(EventFor("eu"));

        FleetFile("eu", "us");
        var outcome = await labeler.HandleAsync(EventFor("us"));

        Assert.Equal(OutcomeKind.Labeled, outcome.Kind);
    }

    [Theory]
    [InlineData("clusters:\n  eu: { access: InCluster }\n  EU: { access: InCluster }", "3 has 'clusters:EU:access' a second time")]
    [InlineData("clusters:\n  eu: { access: InCluster }\n  eu: { access: InCluster }", "cannot be read as YAML or JSON")]
    [InlineData("clusters: { 'a:b': { access: InCluster } }", "has a name that is empty, not a text, or has a ':'")]
    [InlineData("clusters:\n  eu: &in { access: InCluster }\n  us: *in", "fleet.yaml:3 is an alias, which fleet files do not support; write out the value.")]
    [InlineData("clusters:\n  eu: &in { access: InCluster }\n  us:\n    <<: *in", "fleet.yaml:4 is an alias")]
    [InlineData("just text", "is not a mapping")]
    [InlineData("other: {a: b}", "has 'other' at its top; it may have 'clusters' and 'imports'.")]
    [InlineData("", "The fleet is empty")]
    public void An_invalid_file_stops_the_start(string content, string expected)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Catalog(Start($"Fleet:File={_files.Write("fleet.yaml", content)}")));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value")]
    [InlineData("key")]
    public void A_small_file_cannot_become_a_large_fleet(string use)
    {
        var levels = string.Concat(Enumerable.Range(1, 40).Select(static level => $"\n  a{level}: &a{level} [*a{level - 1}, *a{level - 1}]"));
        var file = _files.Write("laughs.yaml", $"clusters:\n  a0: &a0 [x, x]{levels}\n  {(use == "key" ? "? *a40\n  : x" : "b: *a40")}");

        var error = Assert.Throws<FormatException>(() => Core.Fleet.FleetFile.Read(file));

        Assert.Contains("laughs.yaml:3 is an alias", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_at_fault_does_not_stop_the_others_and_its_events_are_deferred()
    {
        var contexts = _files.Write("contexts", Contexts(("eu", _europe, null), ("old", _europe, "auth-provider: { name: gcp }")));
        await using var labeler = Start($"Imports:0:Kubeconfig={contexts}", "Clusters:late:Access=Token", "Clusters:late:Server=https://10.0.0.1", $"Clusters:late:TokenFile={_files["late"]}");

        var well = await labeler.HandleAsync(EventFor("eu"));
        var faulty = await labeler.HandleAsync(EventFor("old"));
        var late = await labeler.HandleAsync(EventFor("late"));

        Assert.Equal(OutcomeKind.Labeled, well.Kind);
        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.ClusterMisconfigured), (faulty.Kind, faulty.Reason));
        Assert.StartsWith("Cannot connect to the cluster old: the user 'old' has the auth-provider 'gcp'", faulty.Detail, StringComparison.Ordinal);
        Assert.Contains($"Tagalong:Clusters:late:TokenFile is '{_files["late"]}', and there is no such file.", late.Detail, StringComparison.Ordinal);
        var complaint = Assert.Single(labeler.Logs.GetSnapshot(), line => line.Level == LogLevel.Error);
        Assert.Contains("the cluster old", complaint.Message, StringComparison.Ordinal);
        Assert.Contains("the cluster late", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_at_fault_that_is_corrected_is_served()
    {
        var contexts = _files.Write("contexts", Contexts(("eu", _europe, null), ("old", _europe, "auth-provider: { name: gcp }")));
        await using var labeler = Start($"Imports:0:Kubeconfig={contexts}", "Fleet:ReloadInterval=0");
        var before = await labeler.HandleAsync(EventFor("old"));

        _files.Write("contexts", Contexts(("eu", _europe, null), ("old", _europe, "token: some")));
        var after = await labeler.HandleAsync(EventFor("old"));

        Assert.Equal((OutcomeReason.ClusterMisconfigured, OutcomeReason.Unauthenticated), (before.Reason, after.Reason));
    }

    [Fact]
    public async Task A_context_that_becomes_faulty_is_served_as_before_and_one_that_does_not_change_keeps_its_connection()
    {
        var contexts = _files.Write("contexts", Contexts(("eu", _europe, null), ("us", _america, null)));
        await using var labeler = Start($"Imports:0:Kubeconfig={contexts}", "Fleet:ReloadInterval=0");
        await labeler.HandleAsync(EventFor("eu"));
        var before = Catalog(labeler).Clusters.ToList();

        _files.Write("contexts", Contexts(("eu", _europe, "as-groups: [x]"), ("us", _america, null)));
        var outcome = await labeler.HandleAsync(EventFor("eu"));

        Assert.Equal(OutcomeKind.Unchanged, outcome.Kind);
        Assert.Equal(before, Catalog(labeler).Clusters);
        Assert.Single(labeler.Logs.GetSnapshot(), line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Contexts_whose_names_differ_in_case_are_different_clusters()
    {
        var (first, second) = (_files.Write("first", Contexts(("eu", _europe, null))), _files.Write("second", Contexts(("EU", _america, null))));
        await using var labeler = Start($"Imports:0:Kubeconfig={first}{Path.PathSeparator}{second}");

        var lower = await labeler.HandleAsync(EventFor("eu"));
        var other = await labeler.HandleAsync(EventFor("EU"));
        var unknown = await labeler.HandleAsync(EventFor("Eu"));

        Assert.Equal((OutcomeKind.Labeled, OutcomeKind.Labeled, OutcomeReason.UnknownCluster), (lower.Kind, other.Kind, unknown.Reason));
        Assert.Equal((1, 1), (_europe.Requests.Writes, _america.Requests.Writes));
    }

    [Fact]
    public void Two_clusters_with_the_same_name_stop_the_start()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Catalog(Start(
            $"Clusters:dev:Kubeconfig={_files["eu.kubeconfig"]}", $"Imports:0:Kubeconfig={_files["us.kubeconfig"]}")));

        Assert.Contains("Two clusters have the name 'dev'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_of_two_clusters_stops_the_start()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Catalog(Start(
            Europe, America, "Clusters:us:Sources:0=urn:x", "Clusters:eu:Sources:0=urn:x")));

        Assert.Contains("the source 'urn:x' is listed for eu and us", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_import_without_matches_stops_the_start()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Catalog(Start(
            $"Imports:0:Kubeconfig={_files["us.kubeconfig"]}", "Imports:0:Names=prod-*")));

        Assert.Contains("Tagalong:Imports:0: no context of", error.Message, StringComparison.Ordinal);
    }

    private string Europe => $"Clusters:eu:Kubeconfig={_files["eu.kubeconfig"]}";

    private string America => $"Clusters:us:Kubeconfig={_files["us.kubeconfig"]}";

    private string FleetFile(params string[] clusters) => _files.Write(
        "fleet.yaml", $"clusters:\n{string.Concat(clusters.Select(name => $"  {name}: {{ kubeconfig: {_files[$"{name}.kubeconfig"]} }}\n"))}");

    /// <summary>A kubeconfig in which each context has a cluster and a user of its name; without another user, the administrator.</summary>
    private static string Contexts(params (string Name, DevApiServer Cluster, string? User)[] contexts) => string.Join('\n', (string[])
    [
        "clusters:", .. contexts.Select(static context => $$"""
            - name: {{context.Name}}
              cluster:
                server: {{context.Cluster.Url}}
                certificate-authority-data: {{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(context.Cluster.CertificateAuthorityPem))}}
            """),
        "users:", .. contexts.Select(static context => $"- name: {context.Name}\n  user:\n    {context.User ?? $"token: '{context.Cluster.AdminToken}'"}"),
        "contexts:", .. contexts.Select(static context => $"- name: {context.Name}\n  context:\n    cluster: {context.Name}\n    user: {context.Name}"),
    ]);

    private static EventEnvelope EventFor(string? cluster) => Checkout.ReplicaSet.ToEnvelope() with { Cluster = cluster };

    private static ClusterRegistry Catalog(RunningLabeler labeler) => labeler.Services.GetRequiredService<ClusterRegistry>();

    private static RunningLabeler Start(params string[] settings) => RunningLabeler.Start("", settings);
}
