using System.Text.Json.Nodes;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>A test with a separate namespace in the cluster of the run, and a labeler with the shipped rights.</summary>
public abstract class ClusterTest(ClusterFixture fixture) : IAsyncLifetime
{
    /// <summary>The field manager of Argo Rollouts.</summary>
    protected const string Argo = "rollouts-controller";

    /// <summary>The cluster.</summary>
    protected TestCluster Cluster => fixture.Cluster;

    /// <summary>Its API for all users except the labeler.</summary>
    protected ClusterApi Admin => fixture.Admin;

    /// <summary>The labeler, composed as in production.</summary>
    protected RunningLabeler Labeler { get; private set; } = null!;

    /// <summary>The test's namespace.</summary>
    protected string Namespace { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Namespace = await Cluster.CreateNamespaceAsync();
        Labeler = RunningLabeler.Start(Cluster.LabelerKubeconfig);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (Labeler?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates an object as Argo Rollouts does.</summary>
    protected Task<JsonObject> CreateAsync(JsonObject value) => Admin.CreateAsync(value, Argo);

    /// <summary>Sends the event of an object to the labeler.</summary>
    protected ValueTask<Outcome> HandleAsync(JsonObject live, string change = "update") =>
        Labeler.HandleAsync(KnativeEvent.Of(live, change));

    /// <summary>The current labels of an object, in the order of their keys: <c>app=checkout,team=payments</c>.</summary>
    protected async Task<string> LabelsOfAsync(JsonObject value) => Manifests.LabelsOf(await Admin.GetAsync(value));
}
