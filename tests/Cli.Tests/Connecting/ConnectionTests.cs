using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Core.Fleet;

namespace Tagalong.Cli.Tests.Connecting;

public class ConnectionTests
{
    private const string Eks = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

    [Fact]
    public async Task The_default_is_the_current_context()
    {
        using var kubeconfig = KubeconfigFile.Of("b", "a", "b", "c");

        await using var connection = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path });

        Assert.Equal(["b"], connection.Clusters);
        Assert.Equal(["b"], ClustersOf(connection));
        Assert.Equal("ns-1", Assert.Single(connection.Contexts).Namespace);
    }

    [Fact]
    public async Task Contexts_with_unusual_names_are_clusters()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "a", Eks, "user@host/x", "Ä b");

        await using var chosen = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, Contexts = [Eks, "a"] });
        await using var all = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, IsAllContexts = true });

        Assert.Equal([Eks, "a"], ClustersOf(chosen));
        Assert.Equal(["a", Eks, "user@host/x", "Ä b"], ClustersOf(all));
    }

    [Fact]
    public async Task A_fleet_file_gives_its_clusters()
    {
        using var kubeconfig = KubeconfigFile.Of(null, "a", "b");
        using var fleet = KubeconfigFile.Holding($"clusters: {{ one: {{ kubeconfig: {kubeconfig.Path}, context: a }}, two: {{ kubeconfig: {kubeconfig.Path}, context: b }} }}");

        await using var connection = Connection.Open(new ConnectionArguments { Fleet = fleet.Path });

        Assert.Empty(connection.Clusters);
        Assert.Equal(["one", "two"], ClustersOf(connection));
    }

    [Fact]
    public void An_unknown_context_is_rejected_with_the_known_ones()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "a", "b");

        var exception = Assert.Throws<CommandException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, Contexts = ["prod", "a"] }));

        Assert.Equal(["There is no context 'prod'. The contexts are: a, b."], exception.Errors);
    }

    [Fact]
    public void A_kubeconfig_without_a_current_context_is_rejected()
    {
        using var kubeconfig = KubeconfigFile.Of(null, "a", "b");

        var exception = Assert.Throws<CommandException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path }));

        Assert.Equal(["The kubeconfig has no current context. Use --context or --all-contexts; the contexts are: a, b."], exception.Errors);
    }

    [Theory]
    [InlineData("contexts: [", "cannot be read")]
    [InlineData("apiVersion: v1", "No context was found in")]
    [InlineData("", "No context was found in")]
    [InlineData("# nothing yet", "No context was found in")]
    [InlineData("{contexts: [{name: a, context: {cluster: nowhere, user: u} }], current-context: a}", "Cannot connect to the cluster a")]
    public void An_invalid_kubeconfig_is_named(string content, string expected)
    {
        using var kubeconfig = KubeconfigFile.Holding(content);

        var exception = Assert.Throws<CommandException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path }));

        var error = Assert.Single(exception.Errors);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains(kubeconfig.Path, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_kubeconfig_is_named()
    {
        var exception = Assert.Throws<CommandException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = "/no/such/file" }));

        Assert.Equal(["There is no kubeconfig '/no/such/file'."], exception.Errors);
    }

    [Fact]
    public void Every_error_of_a_policy_is_listed_with_its_place()
    {
        using var policy = KubeconfigFile.Holding("apiVersion: tagalong.dev/v1\nkind: LabelPolicy\nmetadata: { name: x }\nrules:\n- name: r\n  colour: red\n");

        var exception = Assert.Throws<CommandException>(() => Connection.Open(new ConnectionArguments { Policies = [policy.Path, "deploymenst"] }));

        Assert.Contains(exception.Errors, error => error.StartsWith($"{policy.Path}:6:3: rules[0]", StringComparison.Ordinal));
        Assert.Contains(exception.Errors, error => error.StartsWith("deploymenst: is not a file, folder or built-in pack; did you mean 'deployments'?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Packs_and_files_make_one_policy()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "a");

        await using var connection = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, Policies = ["deployments", "argo-rollouts"] });

        Assert.Contains(connection.Policy.Rules, rule => rule.Name == "experiments-of-rollouts");
        Assert.Contains(connection.Policy.Rules, rule => rule.Owners.Any(owner => owner.Kind == "Deployment"));
        Assert.Same(connection.Policy, connection.Services.GetRequiredService<Tagalong.Core.Rules.LabelPolicy>());
    }

    [Theory]
    [InlineData(null, "No context was found in")]
    [InlineData("127.0.0.1", "Cannot connect to a cluster:")]
    public async Task Without_a_kubeconfig_a_pod_uses_its_own_cluster_and_others_get_an_error(string? apiServer, string expected)
    {
        using var process = TagalongProcess.Start(
            [("KUBECONFIG", null), ("HOME", "/no/such/home"), ("KUBERNETES_SERVICE_HOST", apiServer)], "diff");
        var ended = await process.EndAsync();

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misspelt_settings_in_the_environment_are_all_reported_at_once_and_those_of_the_server_are_accepted()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "a");
        using var process = TagalongProcess.Start(
            [
                ("KUBECONFIG", kubeconfig.Path), ("Tagalong__Polices__Path", "/nope"), ("Tagalog__Policies__Path", "/nope"), ("Tagalong__Limit__WritesPerSecond", "1"),
                ("Tagalong__OutcomeEvents__Replay", "true"), ("Tagalong__Watch__Concurency", "3"), ("Tagalong__Senders__ApiKeys__argo__Keyfiles", "x"),
                ("Tagalong__Queue__RabbitMq__Uri", "amqps://x"), ("Tagalong__Consume__Queues__0", "shop"), ("Tagalong__Http__MaxBatch", "10"),
            ],
            "diff");

        var ended = await process.EndAsync();

        Assert.Equal(2, ended.ExitCode);
        Assert.All(
            [
                "Tagalong:Polices is not a setting; did you mean 'Policies'?", "Tagalog is not a section; did you mean 'Tagalong'?",
                "Tagalong:Limit is not a setting; did you mean 'Limits'?", "Tagalong:OutcomeEvents:Replay is not a setting; did you mean 'Reply'?",
                "Tagalong:Watch:Concurency is not a setting; did you mean 'Concurrency'?", "Tagalong:Senders:ApiKeys:argo:Keyfiles is not a setting; did you mean 'KeyFile'?",
            ],
            error => Assert.Contains(error, ended.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("Tagalong:Queue", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Tagalong:Consume", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Tagalong:Http", ended.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ClustersOf(Connection connection) =>
        connection.Services.GetRequiredService<ClusterRegistry>().Clusters.Select(cluster => cluster.Name.Value);
}
