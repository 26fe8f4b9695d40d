using System.Collections.Concurrent;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>Runs kubectl and Tagalong with every case, several at a time, and keeps what was observed.</summary>
public sealed class ParityFixture : IAsyncLifetime
{
    private const int AtATime = 4;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<(Observation? Kubectl, Observation Tagalong)>> _observed = [];
    private readonly ConcurrentQueue<ParityCase> _waiting = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        var placeholders = new Placeholders();
        foreach (var parityCase in ParityCase.Names.Select(ParityCase.Read).Concat(ProgramReach.Kubectl is null ? [] : Fragment.Cases))
        {
            _observed[parityCase.Name] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(parityCase);
        }

        _running = Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => RunAsync(placeholders)));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    /// <summary>What was observed; null for kubectl where it is not installed.</summary>
    internal Task<(Observation? Kubectl, Observation Tagalong)> ObservedAsync(string name) => _observed[name].Task;

    private async Task RunAsync(Placeholders placeholders)
    {
        await using var servers = await ParityServers.StartAsync(placeholders.Server);
        while (!_stopping.IsCancellationRequested && _waiting.TryDequeue(out var next))
        {
            try
            {
                IReaches tagalong = LibraryReach.Suffices(next) ? LibraryReach.Tagalong : ProgramReach.Tagalong;
                using var run = new ParityRun(next, servers, placeholders);
                var kubectl = ProgramReach.Kubectl is { } program ? await run.ObserveAsync(program, _stopping.Token) : null;
                _observed[next.Name].SetResult((kubectl, await run.ObserveAsync(tagalong, _stopping.Token)));
            }
            catch (Exception exception)
            {
                _observed[next.Name].SetException(exception);
            }
        }
    }
}
