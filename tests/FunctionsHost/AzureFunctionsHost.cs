using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Conversations;
using Tagalong.FunctionsHost.Http;
using Tagalong.FunctionsHost.Invocations;
using Tagalong.FunctionsHost.Queues;
using Tagalong.FunctionsHost.Workers;

namespace Tagalong.FunctionsHost;

/// <summary>
/// A test double of the Azure Functions host, version 4, for an app of the .NET isolated worker: it starts the app's worker, talks gRPC
/// with it, listens to queues in memory and to HTTP, and fires timers when a test says so.
/// </summary>
/// <remarks>Its messages are those of recordings of the real host, to which tests compare them.</remarks>
public sealed class AzureFunctionsHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time;
    private WorkerEndpoint _endpoint = null!;
    private WorkerSupervisor _workers = null!;
    private Invoker _invoker = null!;
    private HttpFront _front = null!;
    private Task _listening = Task.CompletedTask;

    private AzureFunctionsHost(TimeProvider time) => _time = time;

    /// <summary>The key of functions with the authorization level <c>Function</c>, in <c>code</c> or <c>x-functions-key</c>.</summary>
    public static string FunctionKey => "function-key";

    /// <summary>The functions that the first worker loaded, by name.</summary>
    public IReadOnlyDictionary<string, FunctionDefinition> Functions { get; private set; } = FrozenDictionary<string, FunctionDefinition>.Empty;

    /// <summary>The messages with all workers so far.</summary>
    public Conversation Conversation { get; } = new();

    /// <summary>The results of all invocations that have ended.</summary>
    public IReadOnlyList<InvocationResult> Invocations => _invoker.Results;

    public QueueStorage Queues { get; private set; } = null!;

    /// <summary>Where the host listens for HTTP.</summary>
    public Uri HttpAddress => _front.Address;

    /// <summary>Which half of an HTTP invocation leaves the host first.</summary>
    public HttpHalves HttpHalves
    {
        get => _front.Invocation.Halves;
        set => _front.Invocation.Halves = value;
    }

    /// <summary>What the worker wrote to its standard outputs.</summary>
    public string WorkerOutput => _workers.Output;

    /// <summary>The time from the start of the first worker's process to its message <c>StartStream</c>, and the processor time until then.</summary>
    public (TimeSpan Elapsed, TimeSpan ProcessorTime) Connected { get; private set; }

    /// <summary>How many workers have started.</summary>
    public int WorkerStarts => _workers.Starts;

    /// <summary>Starts the app's worker, loads its functions and listens to their triggers.</summary>
    /// <exception cref="FunctionsHostException">The app cannot be started.</exception>
    public static async Task<AzureFunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = new AzureFunctionsHost(options.Time);
        try
        {
            await host.StartCoreAsync(options, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fires a timer now, and again as the function's retry policy says.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="isPastDue">Whether the timer is late.</param>
    /// <param name="cancellationToken">Asks the worker to cancel the invocation; the result is what the worker then reports.</param>
    public Task<InvocationResult> FireTimerAsync(string function, bool isPastDue, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(Enabled(function), () => TriggerInput.Timer(_time.GetLocalNow(), isPastDue), cancellationToken);

    /// <summary>Delivers events in one request, as Event Grid does.</summary>
    /// <returns>202, or 500 if an invocation failed.</returns>
    public Task<HttpStatusCode> DeliverEventGridAsync(string function, string body, CancellationToken cancellationToken) =>
        _front.EventGrid.DeliverAsync(Functions[Enabled(function)], EventGridWebhook.Parse(body), cancellationToken);

    /// <summary>Delivers a message of Service Bus once; the test decides about the next delivery.</summary>
    public Task<InvocationResult> DeliverServiceBusAsync(string function, string body, int deliveryCount, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(
            Enabled(function), () => TriggerInput.ServiceBus(body, Guid.NewGuid().ToString(), deliveryCount, _time.GetUtcNow()), cancellationToken);

    /// <summary>Delivers a batch of Event Hubs, and again as the function's retry policy says.</summary>
    public Task<InvocationResult> DeliverEventHubsAsync(string function, IEnumerable<string> bodies, CancellationToken cancellationToken)
    {
        ImmutableArray<string> batch = [.. bodies];
        return _invoker.InvokeAsync(Enabled(function), () => TriggerInput.EventHubs(batch, _time.GetUtcNow()), cancellationToken);
    }

    /// <summary>The process id of the worker, as soon as one runs.</summary>
    public async Task<int> WorkerProcessIdAsync() => (await _workers.CurrentAsync()).Process.Id;

    /// <summary>Kills the worker. The host starts another one.</summary>
    public async Task KillWorkerAsync()
    {
        var process = (await _workers.CurrentAsync()).Process;
        process.Kill();
        await process.Exited;
    }

    /// <summary>Stops listening, and asks the worker to exit.</summary>
    /// <returns>The worker's exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        return await _workers.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await (_workers?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _listening;
        await (_front?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_endpoint?.DisposeAsync() ?? ValueTask.CompletedTask);
        _stopping.Dispose();
    }

    private async Task StartCoreAsync(FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.AppFolder);
        var settings = new AppSettings(options.Settings);
        var hostJson = HostJson.Read(folder, settings);
        var app = new WorkerApp(folder, settings, HostExtensions.Read(folder).Concat(options.BindingTypes).ToFrozenSet());
        Queues = new QueueStorage(hostJson.Queues, _time);
        _endpoint = await WorkerEndpoint.StartAsync(Conversation, cancellationToken);
        _workers = new WorkerSupervisor(app, _endpoint);
        _invoker = new Invoker(_workers, Queues, hostJson.FunctionTimeout, _time);
        var worker = await _workers.StartAsync(cancellationToken);
        (Functions, Connected) = (worker.Functions, worker.Connected);
        _front = await HttpFront.StartAsync(_workers, _invoker, Functions, hostJson.RoutePrefix, FunctionKey, cancellationToken);
        _listening = Task.WhenAll(Functions.Values
            .Where(static function => function is { IsDisabled: false, Error: null, Trigger.Type: "queueTrigger" })
            .Select(function => ListenAsync(function, hostJson.Queues)));
    }

    private Task ListenAsync(FunctionDefinition function, QueueOptions options)
    {
        var name = function.Setting("queueName");
        var listener = new QueueListener(Queues[name], Queues[name + "-poison"], options, async (message, body, cancellationToken) =>
            (await _invoker.InvokeAsync(function.Name, () => TriggerInput.Queue(message, body), cancellationToken)).Succeeded);
        return listener.RunAsync(_stopping.Token);
    }

    private string Enabled(string function) =>
        Functions.TryGetValue(function, out var definition) && definition is { IsDisabled: false, Error: null }
            ? function
            : throw new FunctionsHostException(definition?.Error ?? $"There is no enabled function '{function}' among: {string.Join(", ", Functions.Keys)}.");
}
