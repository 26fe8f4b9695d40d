using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Tagalong.FunctionsHost;
using Tagalong.FunctionsHost.Messages;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>
/// A worker whose responses a test writes: the host starts a process that only sleeps, and this object speaks gRPC in its place.
/// </summary>
internal sealed class ScriptedWorker : IAsyncDisposable
{
    private const string Script =
        """
        echo "$4 $6" > "starting-$$"
        mv "starting-$$" "started-$$"
        exec sleep 1000
        """;

    private readonly CancellationTokenSource _stopping = new();
    private readonly IReadOnlyList<RpcFunctionMetadata> _functions;
    private readonly Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> _invoke;
    private readonly string? _httpUri;
    private readonly TemporaryFolder _folder = new();
    private Task _serving = Task.CompletedTask;

    private ScriptedWorker(
        IReadOnlyList<RpcFunctionMetadata> functions, Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> invoke, string? httpUri) =>
        (_functions, _invoke, _httpUri) = (functions, invoke, httpUri);

    public AzureFunctionsHost Host { get; private set; } = null!;

    /// <param name="functions">The functions of the app: <see cref="Function"/>.</param>
    /// <param name="invoke">Responds to an invocation. The token is cancelled when the host cancels it.</param>
    /// <param name="time">The host's clock; by default the system's.</param>
    /// <param name="hostJson">The app's host.json.</param>
    /// <param name="httpUri">Where the worker's HTTP server listens, if it has one.</param>
    public static async Task<ScriptedWorker> StartAsync(
        IReadOnlyList<RpcFunctionMetadata> functions,
        Func<InvocationRequest, CancellationToken, Task<InvocationResponse>> invoke,
        TimeProvider? time = null,
        string hostJson = "{}",
        string? httpUri = null)
    {
        var worker = new ScriptedWorker(functions, invoke, httpUri);
        await File.WriteAllTextAsync(worker._folder["worker.sh"], Script);
        await File.WriteAllTextAsync(worker._folder["host.json"], hostJson);
        await File.WriteAllTextAsync(
            worker._folder["worker.config.json"], """{"description":{"defaultExecutablePath":"/bin/sh","defaultWorkerPath":"worker.sh"}}""");
        worker._serving = worker.ServeProcessesAsync(worker._stopping.Token);
        var options = new FunctionsHostOptions
        {
            AppFolder = worker._folder.Path,
            Settings = new Dictionary<string, string> { ["QUEUE"] = "input" },
            Time = time ?? TimeProvider.System,
            BindingTypes = ["queueTrigger", "queue", "eventGridTrigger", "serviceBusTrigger", "eventHubTrigger"],
        };
        worker.Host = await AzureFunctionsHost.StartAsync(options, TestContext.Current.CancellationToken);
        return worker;
    }

    /// <summary>A function with its bindings as JSON.</summary>
    public static RpcFunctionMetadata Function(string name, params IEnumerable<string> bindings)
    {
        var metadata = new RpcFunctionMetadata { Name = name, FunctionId = name + "-id", ScriptFile = "app.dll", EntryPoint = "App." + name };
        metadata.RawBindings.Add(bindings);
        return metadata;
    }

    public static InvocationResponse Success(TypedData? returnValue = null) =>
        new() { Result = new StatusResult { Status = StatusResult.Types.Status.Success }, ReturnValue = returnValue };

    public static InvocationResponse Failure(string message = "failed")
    {
        var exception = new FunctionsHost.Messages.RpcException { Message = message };
        return new InvocationResponse { Result = new StatusResult { Status = StatusResult.Types.Status.Failure, Exception = exception } };
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _stopping.CancelAsync();
        await _serving;
        _stopping.Dispose();
        await _folder.DisposeAsync();
    }

    private async Task ServeProcessesAsync(CancellationToken cancellationToken)
    {
        List<Task> streams = [];
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var file in Directory.GetFiles(_folder.Path, "started-*"))
            {
                var arguments = (await File.ReadAllTextAsync(file, CancellationToken.None)).Trim().Split(' ');
                File.Delete(file);
                streams.Add(ServeAsync(int.Parse(arguments[0], CultureInfo.InvariantCulture), arguments[1], cancellationToken));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(streams);
    }

    private async Task ServeAsync(int port, string workerId, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream(cancellationToken: cancellationToken);
        var stream = new ScriptedStream(call.RequestStream, _functions, _invoke, _httpUri);
        var writing = stream.WriteAsync(cancellationToken);
        try
        {
            stream.Send(new StreamingMessage { StartStream = new StartStream { WorkerId = workerId } });
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                stream.Handle(message);
            }
        }
        catch (Exception error) when (error is Grpc.Core.RpcException or OperationCanceledException)
        {
            // The host has stopped.
        }

        await writing;
    }
}
