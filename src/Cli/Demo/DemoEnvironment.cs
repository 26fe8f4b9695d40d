using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.Core;
using Tagalong.Core.Objects;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;
using Tagalong.Hosting;
using Tagalong.Hosting.OutcomeEvents;
using Tagalong.Hosting.Watching;

namespace Tagalong.Cli.Demo;

/// <summary>
/// A dev cluster, the function, and the relay that posts the cluster's changes to the function. They listen on free loopback
/// ports; the kubeconfigs are in a temporary folder that only the user can read.
/// </summary>
internal sealed class DemoEnvironment : IAsyncDisposable
{
    /// <summary>The cluster's user for the function. The scenario changes objects in process, without requests.</summary>
    public const string FunctionUser = "system:serviceaccount:tagalong:tagalong";

    private const string RelayUser = "system:serviceaccount:tagalong:tagalong-relay";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong-demo-");
    private readonly WebApplication _function;
    private WebApplication? _relay;

    private DemoEnvironment(DevApiServer cluster)
    {
        Cluster = cluster;
        Kubeconfig = WriteKubeconfig("kubeconfig", user: null);
        _function = Build(WriteKubeconfig("function.kubeconfig", FunctionUser), Events, sink: null, builder =>
        {
            builder.AddEventEndpoint();
            builder.AddOutcomeEvents(TimeSpan.Zero);
        });
        _function.MapEventEndpoint();
        _function.Use(next => context => Events.InvokeAsync(context, next));
    }

    public DevApiServer Cluster { get; }

    /// <summary>The events that reach the function.</summary>
    public EventRecorder Events { get; } = new();

    /// <summary>The path of the administrator's kubeconfig.</summary>
    public string Kubeconfig { get; }

    public Uri FunctionUrl => new(_function.Urls.Single());

    /// <summary>Starts the cluster and prepares the rest.</summary>
    public static async Task<DemoEnvironment> CreateAsync(CancellationToken cancellationToken) => new(await DevApiServer.StartAsync(
        new DevApiServerOptions { Users = { NewUser(FunctionUser, "get", "list", "watch", "patch"), NewUser(RelayUser, "get", "list", "watch") } },
        cancellationToken));

    public Task StartFunctionAsync(CancellationToken cancellationToken) => _function.StartAsync(cancellationToken);

    /// <summary>Starts the relay, which reports the existing objects and then every change.</summary>
    public Task StartRelayAsync(CancellationToken cancellationToken)
    {
        _relay = Build(WriteKubeconfig("relay.kubeconfig", RelayUser), log: null, FunctionUrl, static builder =>
        {
            builder.Services.AddTagalong(builder.Configuration);
            builder.AddWatch();
        });
        return _relay.StartAsync(cancellationToken);
    }

    /// <summary>Waits until the relay has seen every change, the function's own included, and has sent every event.</summary>
    public async Task SettleAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var relay = _relay!.Services.GetRequiredService<Relay>();
        while (!ObjectName.Kinds.All(kind => IsSettled(relay.PositionOf(new GroupKind(kind.Group, kind.Kind)), kind)))
        {
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Stops everything and deletes the kubeconfigs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_relay is not null)
        {
            await _relay.StopAsync(CancellationToken.None);
            await _relay.DisposeAsync();
        }

        _folder.Delete(recursive: true);
        await _function.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>The relay retries rejected events forever, so they do not count as waiting.</summary>
    private bool IsSettled(RelayPosition position, ResourceKind kind) =>
        position.Waiting <= Events.CountRejected(kind)
        && Cluster.Objects.List(kind, ObjectName.Namespace).All(value =>
            ulong.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture) <= position.ResourceVersion);

    /// <summary>A user with the rights that Tagalong needs, and no others: only labels of children are written.</summary>
    private static DevUser NewUser(string name, params string[] rights) => new(
        name,
        RandomNumberGenerator.GetHexString(32, lowercase: true),
        [
            new AccessRule(rights, "apps", ["replicasets"]),
            new AccessRule(rights, "argoproj.io", ["experiments"]),
            new AccessRule(["get", "list", "watch"], "argoproj.io", ["rollouts"]),
        ]);

    private string WriteKubeconfig(string name, string? user)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, Cluster.KubeconfigFor(user));
        return path;
    }

    private static WebApplication Build(string kubeconfig, EventRecorder? log, Uri? sink, Action<WebApplicationBuilder> add)
    {
        var builder = WebHosts.CreateBuilder([], builder => Configure(builder, kubeconfig, log, sink));
        add(builder);

        // Only locally, because the function here trusts every sender.
        builder.Listen(port: 0, metricsPort: 0, onlyLocally: true);
        var app = builder.Build();
        app.Services.GetRequiredService<StartupValidation>().Validate();
        return app;
    }

    private static void Configure(WebApplicationBuilder builder, string kubeconfig, EventRecorder? log, Uri? sink)
    {
        // The environment may have settings for another Tagalong.
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["KUBECONFIG"] = kubeconfig,
            ["Tagalong:Senders:Authentication"] = "Platform",
            ["Tagalong:Watch:Sink"] = sink?.AbsoluteUri,
            ["Tagalong:Watch:DrainTimeout"] = "00:00:00",

            // Everything runs in this process, so on a slow machine a retry would not help.
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
