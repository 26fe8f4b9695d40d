using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Connecting;
using Tagalong.Core.Fleet;

namespace Tagalong.Cli.Tests.Connecting;

public class ConnectionTests
{
    private const string Eks = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";

    [Fact]
    public async Task Without_a_choice_the_current_context_is_meant()
    {
        using var kubeconfig = KubeconfigFile.Of("b", "a", "b", "c");

        await using var connection = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path });

        Assert.Equal(["b"], connection.Clusters);
        Assert.Equal(["b"], ClustersOf(connection));
        Assert.Equal("ns-1", Assert.Single(connection.Contexts).Namespace);
    }

    [Fact]
    public async Task Contexts_are_clusters_whatever_their_names_hold()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "a", Eks, "user@host/x", "Ä b");

        await using var chosen = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, Contexts = [Eks, "a"] });
        await using var all = Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, IsAllContexts = true });

        Assert.Equal([Eks, "a"], ClustersOf(chosen));
        Assert.Equal(["a", Eks, "user@host/x", "Ä b"], ClustersOf(all));
    }

    [Fact]
    public async Task A_fleet_of_the_function_is_taken_as_it_is()
    {
        using var kubeconfig = KubeconfigFile.Of(null, "a", "b");
        using var fleet = KubeconfigFile.Holding($"clusters: {{ one: {{ kubeconfig: {kubeconfig.Path}, context: a }}, two: {{ kubeconfig: {kubeconfig.Path}, context: b }} }}");

        await using var connection = Connection.Open(new ConnectionArguments { Fleet = fleet.Path });

        Assert.Empty(connection.Clusters);
        Assert.Equal(["one", "two"], ClustersOf(connection));
    }

    [Fact]
    public void A_context_that_is_not_there_is_refused_with_those_that_are()
    {
        using var kubeconfig = KubeconfigFile.Of("a", "a", "b");

        var refused = Assert.Throws<RefusedException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path, Contexts = ["prod", "a"] }));

        Assert.Equal(["There is no context 'prod'. There are: a, b."], refused.Faults);
    }

    [Fact]
    public void A_kubeconfig_without_a_current_context_asks_for_one()
    {
        using var kubeconfig = KubeconfigFile.Of(null, "a", "b");

        var refused = Assert.Throws<RefusedException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path }));

        Assert.Equal(["The kubeconfig has no current context. Choose by --context or --all-contexts: a, b."], refused.Faults);
    }

    [Theory]
    [InlineData("contexts: [", "cannot be read")]
    [InlineData("apiVersion: v1", "No context was found in")]
    [InlineData("", "No context was found in")]
    [InlineData("# nothing yet", "No context was found in")]
    [InlineData("{contexts: [{name: a, context: {cluster: nowhere, user: u} }], current-context: a}", "Cannot connect to the cluster a")]
    public void A_kubeconfig_at_fault_is_told_of_by_its_name(string content, string expected)
    {
        using var kubeconfig = KubeconfigFile.Holding(content);

        var refused = Assert.Throws<RefusedException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = kubeconfig.Path }));

        var fault = Assert.Single(refused.Faults);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.Contains(kubeconfig.Path, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kubeconfig_that_is_not_there_is_told_of()
    {
        var refused = Assert.Throws<RefusedException>(() => Connection.Open(new ConnectionArguments { Kubeconfig = "/no/such/file" }));

        Assert.Equal(["There is no kubeconfig '/no/such/file'."], refused.Faults);
    }

    [Fact]
    public void Every_fault_of_a_policy_is_told_with_its_place()
    {
        using var policy = KubeconfigFile.Holding("apiVersion: tagalong.dev/v1\nkind: LabelPolicy\nmetadata: { name: x }\nrules:\n- name: r\n  colour: red\n");

        var refused = Assert.Throws<RefusedException>(() => Connection.Open(new ConnectionArguments { Policies = [policy.Path, "deploymenst"] }));

        Assert.Contains(refused.Faults, fault => fault.StartsWith($"{policy.Path}:6:3: rules[0]", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, fault => fault.StartsWith("deploymenst: is neither a file nor a folder", StringComparison.Ordinal));
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
    public async Task Without_a_kubeconfig_a_pods_own_cluster_is_meant_and_elsewhere_one_is_asked_for(string? apiServer, string expected)
    {
        using var process = TagalongProcess.Start(
            [("KUBECONFIG", null), ("HOME", "/no/such/home"), ("KUBERNETES_SERVICE_HOST", apiServer)], "diff");
        var ended = await process.EndAsync();

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ClustersOf(Connection connection) =>
        connection.Services.GetRequiredService<ClusterRegistry>().Clusters.Select(cluster => cluster.Name.Value);
}
