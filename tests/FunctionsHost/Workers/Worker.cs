using System.Collections.Frozen;
using System.Diagnostics;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Messages;
using static Tagalong.FunctionsHost.Messages.StreamingMessage;

namespace Tagalong.FunctionsHost.Workers;

/// <summary>A worker that has started and loaded its functions.</summary>
internal sealed class Worker : IAsyncDisposable
{
    public const string HostVersion = "4.1037.0.0";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    private readonly WorkerApp _app;

    private Worker(WorkerApp app, WorkerProcess process) => (_app, Process) = (app, process);

    public WorkerProcess Process { get; }

    public WorkerChannel Channel { get; private set; } = null!;

    /// <summary>The time from the start of the process to its message <c>StartStream</c>, and the processor time until then.</summary>
    public (TimeSpan Elapsed, TimeSpan ProcessorTime) Connected { get; private set; }

    public bool HasEnded => Process.Exited.IsCompleted || Channel.Ended.IsCompleted;

    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = FrozenDictionary<string, string>.Empty;

    public FrozenDictionary<string, FunctionDefinition> Functions { get; private set; } = FrozenDictionary<string, FunctionDefinition>.Empty;

    /// <summary>Starts a worker: connection, capabilities, metadata, then each function.</summary>
    /// <exception cref="FunctionsHostException">The worker ended, reported a failure or took longer than the host waits.</exception>
    public static async Task<Worker> StartAsync(WorkerApp app, WorkerEndpoint endpoint, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var connected = endpoint.ExpectAsync(id);
        var started = Stopwatch.GetTimestamp();
        var worker = new Worker(app, await WorkerProcess.StartAsync(app.Folder, app.Settings, endpoint.Address, id));
        try
        {
            worker.Channel = await worker.WithinAsync(connected, StartLimit, "connect", cancellationToken);
            worker.Connected = (Stopwatch.GetElapsedTime(started), worker.Process.ProcessorTime);
            await worker.InitAsync(cancellationToken);
            await worker.LoadAsync(cancellationToken);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the worker to exit, and waits for it as long as it has.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="FunctionsHostException">The worker did not exit in time.</exception>
    public async Task<int> TerminateAsync()
    {
        Channel.Terminate(GracePeriod);
        await Process.Exited.WaitAsync(GracePeriod, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Process.Exited.IsCompleted ? Process.ExitCode : throw Failure($"did not exit within {GracePeriod.TotalSeconds} seconds");
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private async Task InitAsync(CancellationToken cancellationToken)
    {
        var request = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = _app.Folder, FunctionAppDirectory = _app.Folder };
        request.Capabilities.Add("MultiStream", "10");
        var message = new StreamingMessage { WorkerInitRequest = request };
        var init = Channel.RequestAsync(message, ContentOneofCase.WorkerInitResponse);
        var response = (await WithinAsync(init, InitLimit, "initialize", cancellationToken)).WorkerInitResponse;
        ThrowIfFailed(response.Result, "initialize");
        Capabilities = response.Capabilities.ToFrozenDictionary();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var message = new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = _app.Folder } };
        var metadata = Channel.RequestAsync(message, ContentOneofCase.FunctionMetadataResponse);
        var response = (await WithinAsync(metadata, LoadLimit, "report its functions", cancellationToken)).FunctionMetadataResponse;
        ThrowIfFailed(response.Result, "report its functions");
        if (response.UseDefaultMetadataIndexing)
        {
            throw new FunctionsHostException("The worker leaves it to the host to find the functions, which this double does not do.");
        }

        var functions = response.FunctionMetadataResults.Select(result => new FunctionDefinition(result, _app.Settings))
            .Where(function => _app.BindingTypes.Contains(function.Trigger.Type))
            .OrderBy(static function => function.IsDisabled).ThenBy(static function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        await WithinAsync(Task.WhenAll(functions.Select(LoadAsync)), LoadLimit, "load its functions", cancellationToken);
        Functions = functions.ToFrozenDictionary(static function => function.Name, StringComparer.OrdinalIgnoreCase);
    }

    private async Task<bool> LoadAsync(FunctionDefinition function)
    {
        var message = new StreamingMessage { FunctionLoadRequest = function.ToLoadRequest() };
        var response = await Channel.RequestAsync(message, ContentOneofCase.FunctionLoadResponse, function.Id);
        ThrowIfFailed(response.FunctionLoadResponse.Result, $"load the function '{function.Name}'");
        return true;
    }

    private void ThrowIfFailed(StatusResult result, string step)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw Failure($"could not {step}: {result.Exception?.Message}");
        }
    }

    private async Task<T> WithinAsync<T>(Task<T> step, TimeSpan limit, string name, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(step, Process.Exited).WaitAsync(limit, TimeProvider.System, cancellationToken)
            .ContinueWith(static waiting => waiting.IsCompletedSuccessfully ? waiting.Result : null, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        if (step.IsCompletedSuccessfully)
        {
            return await step;
        }

        if (step.IsFaulted)
        {
            // The stream has ended, and the process is about to.
            await Process.Exited.WaitAsync(GracePeriod, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        throw Failure(Process.Exited.IsCompleted
            ? $"ended with exit code {Process.ExitCode} before it could {name}"
            : $"did not {name} within {limit.TotalSeconds} seconds");
    }

    private FunctionsHostException Failure(string what) => new($"The worker {what}. Its output: {Process.Output}");
}
