using System.Net;
using System.Text;
using Tagalong.DevCluster;
using Tagalong.FunctionsHost;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Running;

/// <summary>The Azure Functions app as it is built, run by the double of the host, in front of a dev cluster with <see cref="Checkout"/>.</summary>
/// <remarks>The variable <c>TAGALONG_TEST_FUNCTION_APP</c> names an unpacked deployment to run instead.</remarks>
internal sealed class RunningApp : IAsyncDisposable
{
    public const string Queue = "tagalong";

    public const string PoisonQueue = "tagalong-poison";

    /// <summary>The labels of the ReplicaSet as soon as it has those of its Rollout.</summary>
    public const string AllLabels =
        "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-1042,role=stable,rollouts-pod-template-hash=8668bffb96,team=payments,tier=web,version=v2";

    /// <summary>A busy machine is no reason for a second attempt, and counts do not depend on its speed.</summary>
    private static readonly string[] Usual =
    [
        "Tagalong__Senders__Authentication=Platform", "Tagalong__Labeler__EventTimeout=00:02:00", "Tagalong__ApiCalls__AttemptTimeout=00:00:30",
        "Tagalong__ApiCalls__RetryWindow=00:00:30", "Tagalong__Limits__WritesPerSecond=10000", "Tagalong__Limits__WriteBurst=10000",
        "TAGALONG_SWEEP_SCHEDULE=0 17 */6 * * *", $"TAGALONG_QUEUE={Queue}", "TAGALONG_EVENT_HUB=tagalong", "AzureWebJobsStorage=UseDevelopmentStorage=true",
    ];

    private readonly TemporaryFolder _files;

    private RunningApp(AzureFunctionsHost host, DevApiServer cluster, TemporaryFolder files)
    {
        (Host, Cluster, _files) = (host, cluster, files);
        Client = new HttpClient { BaseAddress = host.HttpAddress };
    }

    /// <summary>The app.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("TAGALONG_TEST_FUNCTION_APP") is { Length: > 0 } unpacked ? unpacked : Built("Tagalong.Functions");

    /// <summary>The app with the functions for Service Bus and Event Hubs.</summary>
    public static string BrokerFolder { get; } = Built("Tagalong.BrokerFunctions");

    public AzureFunctionsHost Host { get; }

    public DevApiServer Cluster { get; }

    public HttpClient Client { get; }

    /// <summary>The labels of the ReplicaSet that lacks those of its Rollout.</summary>
    public string Labels => ClusterLabels.In(Cluster)["ReplicaSet/checkout-8668bffb96"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="settings">App settings on top of the usual ones: <c>AzureWebJobs.sweep.Disabled=true</c>; without a value: removed.</param>
    /// <param name="time">The host's clock; by default the system's.</param>
    /// <param name="folder">The app; by default <see cref="Folder"/>.</param>
    /// <param name="cluster">The cluster, which the caller disposes of; by default one with <see cref="Checkout"/>.</param>
    public static async Task<RunningApp> StartAsync(
        IEnumerable<string>? settings = null, TimeProvider? time = null, string? folder = null, DevApiServer? cluster = null)
    {
        var served = cluster ?? await Checkout.StartClusterAsync(Token);
        var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files["kubeconfig"], served.KubeconfigFor(null), Token);
        Dictionary<string, string> values = new() { ["KUBECONFIG"] = files["kubeconfig"] };
        if (time is not null)
        {
            // A test that turns the clock does not mean the time limit of functions.
            values["AzureFunctionsJobHost__functionTimeout"] = "-1";
        }

        foreach (var pair in Usual.Concat(settings ?? []).Select(static setting => setting.Split('=', 2)))
        {
            if (pair.Length == 1)
            {
                values.Remove(pair[0]);
            }
            else
            {
                values[pair[0]] = pair[1];
            }
        }

        var options = new FunctionsHostOptions
        {
            AppFolder = folder ?? Folder,
            Settings = values,
            Time = time ?? TimeProvider.System,
            BindingTypes = folder is null ? [] : ["serviceBusTrigger", "eventHubTrigger"],
        };
        try
        {
            return new RunningApp(await AzureFunctionsHost.StartAsync(options, Token), served, files);
        }
        catch
        {
            await served.DisposeAsync();
            await files.DisposeAsync();
            throw;
        }
    }

    /// <summary>Posts a structured event to the function <c>events</c>, with the function key.</summary>
    public Task<HttpResponseMessage> PostAsync(string cloudEvent, params (string Name, string Value)[] headers)
    {
        var content = new StringContent(cloudEvent, Encoding.UTF8, "application/cloudevents+json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "/events") { Content = content }, headers);
    }

    /// <summary>Sends a request with the function key.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        using (request)
        {
            request.Headers.Add("x-functions-key", AzureFunctionsHost.FunctionKey);
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            return await Client.SendAsync(request, Token);
        }
    }

    /// <summary>Posts a structured event and returns the status.</summary>
    public async Task<HttpStatusCode> StatusAsync(string cloudEvent)
    {
        using var response = await PostAsync(cloudEvent);
        return response.StatusCode;
    }

    /// <summary>Waits until the queue is empty.</summary>
    public Task QueueIsEmptyAsync() => Eventually.EqualAsync(0, () => Task.FromResult(Host.Queues[Queue].Messages.Count));

    /// <summary>Waits until the worker has logged a text.</summary>
    public Task LoggedAsync(string text) =>
        Eventually.EqualAsync(true, () => Task.FromResult(Host.Conversation.Logs.Any(log => log.Message.Contains(text, StringComparison.Ordinal))));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await Cluster.DisposeAsync();
        await _files.DisposeAsync();
    }

    /// <summary>The folder that the build of an app writes, for the same configuration as this test.</summary>
    private static string Built(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name));
}
