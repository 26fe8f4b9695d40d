using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.Core;
using Tagalong.Core.Settings;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Security;
using Tagalong.Hosting;
using Tagalong.Hosting.OutcomeEvents;
using Tagalong.Hosting.Watching;

namespace Tagalong.Cli.Demo;

/// <summary>Where a release is played: a dev cluster, the relay that watches it, and the HTTP function, each on a free loopback port.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The cluster's user as whom the function calls; everybody else is the administrator.</summary>
    public const string FunctionUser = "system:serviceaccount:tagalong:tagalong";

    private const string RelayUser = "system:serviceaccount:tagalong:tagalong-relay";

    private readonly Kubeconfigs _kubeconfigs;
    private readonly WebApplication _function;

    private Stage(DevApiServer cluster, Kubeconfigs kubeconfigs, WebApplication function, DeliveryWatch deliveries) =>
        (Cluster, _kubeconfigs, _function, Deliveries) = (cluster, kubeconfigs, function, deliveries);

    /// <summary>The cluster.</summary>
    public DevApiServer Cluster { get; }

    /// <summary>Where the kubeconfig of the cluster's administrator is.</summary>
    public string Kubeconfig => _kubeconfigs.Administrator;

    /// <summary>The events that reach the function.</summary>
    public DeliveryWatch Deliveries { get; }

    /// <summary>Where the function takes events.</summary>
    public Uri Function => new(_function.Urls.Single());

    /// <summary>Starts the cluster and the function.</summary>
    public static async Task<Stage> StartAsync(CancellationToken cancellationToken)
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions { Users = { NewFunctionUser(), NewRelayUser() } }, cancellationToken);
        var kubeconfigs = new Kubeconfigs();
        var outcomes = new OutcomeLog();
        var deliveries = new DeliveryWatch(outcomes);
        try
        {
            kubeconfigs.Write(cluster.KubeconfigFor(), cluster.KubeconfigFor(FunctionUser), cluster.KubeconfigFor(RelayUser));
            var function = ComposeEndpoint(kubeconfigs.Function, outcomes);
            function.Use(next => context => deliveries.InvokeAsync(context, next));
            await function.StartAsync(cancellationToken);
            return new Stage(cluster, kubeconfigs, function, deliveries);
        }
        catch
        {
            kubeconfigs.Dispose();
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the relay, which tells of what is there already and from then on of every change.</summary>
    public Task<RunningRelay> StartRelayAsync(CancellationToken cancellationToken) => RunningRelay.StartAsync(ComposeRelay(_kubeconfigs.Relay, Function), Cluster, cancellationToken);

    /// <summary>Stops both, and removes the kubeconfigs.</summary>
    public async ValueTask DisposeAsync()
    {
        _kubeconfigs.Dispose();
        await _function.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>With the rights that Tagalong needs, and no others.</summary>
    private static DevUser NewFunctionUser() => new(
        FunctionUser,
        RandomNumberGenerator.GetHexString(32, lowercase: true),
        [
            new AccessRule(["get", "list", "watch", "patch"], "apps", ["replicasets"]),
            new AccessRule(["get", "list", "watch", "patch"], "argoproj.io", ["experiments"]),
            new AccessRule(["get", "list", "watch"], "argoproj.io", ["rollouts"]),
        ]);

    /// <summary>A relay writes nothing.</summary>
    private static DevUser NewRelayUser() => new(
        RelayUser,
        RandomNumberGenerator.GetHexString(32, lowercase: true),
        [
            new AccessRule(["get", "list", "watch"], "apps", ["replicasets"]),
            new AccessRule(["get", "list", "watch"], "argoproj.io", ["experiments", "rollouts"]),
        ]);

    private static WebApplication ComposeEndpoint(string kubeconfig, OutcomeLog log)
    {
        var builder = WebHosts.CreateBuilder([], builder => Configure(builder, kubeconfig, log));
        builder.AddEventEndpoint();
        builder.AddOutcomeEvents(TimeSpan.Zero);
        builder.Listen(port: 0, metricsPort: 0, onlyLocally: true);
        var app = builder.Build();
        app.Services.GetRequiredService<StartupValidation>().Validate();
        app.MapEventEndpoint();
        return app;
    }

    private static WebApplication ComposeRelay(string kubeconfig, Uri sink)
    {
        var builder = WebHosts.CreateBuilder([], builder => Configure(builder, kubeconfig, log: null, sink));
        builder.Services.AddTagalong(builder.Configuration);
        builder.AddWatch();
        builder.Listen(port: 0, metricsPort: 0, onlyLocally: true);
        var app = builder.Build();
        app.Services.GetRequiredService<StartupValidation>().Validate();
        app.MapRelayProbes();
        return app;
    }

    private static void Configure(WebApplicationBuilder builder, string kubeconfig, OutcomeLog? log, Uri? sink = null)
    {
        // Settings meant for another Tagalong may be in the environment.
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["Tagalong:Senders:Authentication"] = "Platform",
            ["Tagalong:Watch:Sink"] = sink?.AbsoluteUri,
            ["Tagalong:Watch:DrainTimeout"] = "00:00:00",

            // All of it is in this process: a machine that is slow is no reason to give up and ask again.
            ["Tagalong:ApiCalls:AttemptTimeout"] = "00:01:00",
            ["Tagalong:Labeler:EventTimeout"] = "00:05:00",
            ["Tagalong:Watch:SendTimeout"] = "00:06:00",
        });
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }
    }
}
