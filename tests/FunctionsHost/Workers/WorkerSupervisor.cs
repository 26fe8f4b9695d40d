namespace Tagalong.FunctionsHost.Workers;

/// <summary>Keeps one worker running: starts another one when it dies.</summary>
internal sealed class WorkerSupervisor(WorkerApp app, WorkerEndpoint endpoint) : IAsyncDisposable
{
    /// <summary>The host gives up when so many starts in a row fail.</summary>
    private const int MaxFailedStarts = 3;

    /// <summary>How soon a caller sees that another worker replaces one that has ended.</summary>
    private static readonly TimeSpan NoticeInterval = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private volatile Task<Worker> _current = null!;
    private volatile Task _supervising = Task.CompletedTask;

    /// <summary>How many workers have started.</summary>
    public int Starts { get; private set; }

    /// <summary>What the last worker wrote to its standard outputs.</summary>
    public string Output => _current.IsCompletedSuccessfully ? _current.Result.Process.Output : "";

    /// <summary>The worker, as soon as it has loaded its functions. Waits for the next one if the last one has ended.</summary>
    public async Task<Worker> CurrentAsync()
    {
        var worker = await _current;
        while (worker.HasEnded && !_stopping.IsCancellationRequested)
        {
            await Task.Delay(NoticeInterval, TimeProvider.System);
            worker = await _current;
        }

        return worker;
    }

    public async Task<Worker> StartAsync(CancellationToken cancellationToken)
    {
        var worker = await Worker.StartAsync(app, endpoint, cancellationToken);
        Starts = 1;
        _current = Task.FromResult(worker);
        _supervising = SuperviseAsync(worker);
        return worker;
    }

    /// <summary>Asks the worker to exit and starts no other one.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _stopping.CancelAsync();
        return await (await _current).TerminateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _supervising;
        if (_current is { } current && await SuccessOfAsync(current) is { } worker)
        {
            await worker.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task SuperviseAsync(Worker worker)
    {
        while (await HasDiedAsync(worker))
        {
            await worker.DisposeAsync();
            worker.Channel.Fail();
            var restart = RestartAsync();
            _current = restart;
            if (await SuccessOfAsync(restart) is not { } next)
            {
                return;
            }

            Starts++;
            worker = next;
        }
    }

    private static Task<Worker?> SuccessOfAsync(Task<Worker> start) =>
        start.ContinueWith(static task => task.IsCompletedSuccessfully ? task.Result : null, TaskScheduler.Default);

    private async Task<bool> HasDiedAsync(Worker worker)
    {
        var stopping = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stopping.Token);
        await Task.WhenAny(worker.Process.Exited, worker.Channel.Ended, stopping);
        return !_stopping.IsCancellationRequested;
    }

    private async Task<Worker> RestartAsync()
    {
        for (var failed = 0; ; failed++)
        {
            try
            {
                return await Worker.StartAsync(app, endpoint, _stopping.Token);
            }
            catch (FunctionsHostException) when (failed + 1 < MaxFailedStarts)
            {
                // The host tries again at once.
            }
        }
    }
}
