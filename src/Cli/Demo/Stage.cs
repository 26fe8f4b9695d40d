using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Security;
using Tagalong.Functions;

namespace Tagalong.Cli.Demo;

/// <summary>Where a release is played: a dev cluster, and the HTTP function in front of it, each on a free loopback port.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>The cluster's user as whom the function calls; everybody else is the administrator.</summary>
    public const string FunctionUser = "system:serviceaccount:tagalong:tagalong";

    private readonly Kubeconfigs _kubeconfigs;
    private readonly WebApplication _function;

    private Stage(DevApiServer cluster, Kubeconfigs kubeconfigs, WebApplication function, OutcomeLog outcomes) =>
        (Cluster, _kubeconfigs, _function, Outcomes) = (cluster, kubeconfigs, function, outcomes);

    /// <summary>The cluster.</summary>
    public DevApiServer Cluster { get; }

    /// <summary>Where the kubeconfig of the cluster's administrator is.</summary>
    public string Kubeconfig => _kubeconfigs.Administrator;

    /// <summary>What the function reports.</summary>
    public OutcomeLog Outcomes { get; }

    /// <summary>Where the function takes events.</summary>
    public Uri Function => new(_function.Urls.Single());

    /// <summary>Starts both.</summary>
    public static async Task<Stage> StartAsync(CancellationToken cancellationToken)
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions { Users = { NewFunctionUser() } }, cancellationToken);
        var kubeconfigs = new Kubeconfigs();
        var outcomes = new OutcomeLog();
        try
        {
            kubeconfigs.Write(cluster.KubeconfigFor(), cluster.KubeconfigFor(FunctionUser));
            var function = Compose(kubeconfigs.Function, outcomes);
            await function.StartAsync(cancellationToken);
            return new Stage(cluster, kubeconfigs, function, outcomes);
        }
        catch
        {
            kubeconfigs.Dispose();
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops both, and removes the kubeconfig.</summary>
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

    private static WebApplication Compose(string kubeconfig, OutcomeLog outcomes) => FunctionsHost.CreateServe([], builder =>
    {
        // Settings meant for another Tagalong may be in the environment.
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PORT"] = "0",
            ["KUBECONFIG"] = kubeconfig,
            ["Tagalong:Senders:Authentication"] = "Platform",
        });
        builder.Logging.ClearProviders().AddProvider(outcomes);

        // In production the function listens to the world; this one believes whoever reaches it.
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.CreateBoundListenSocket =
            static _ => SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 0)));
    });
}
