using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Telemetry;

namespace Tagalong.Hosting.Dispatching;

/// <summary>Counts the requests that are worked on: refuses what is too many, and lets a stopping process finish what it has.</summary>
internal sealed partial class InFlightEvents(IOptions<HttpOptions> options, TimeProvider time, IMeterFactory meters, ILogger<InFlightEvents> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private int _count;

    /// <summary>What the bodies of these requests may take.</summary>
    public ByteBudget Bodies { get; } = new(options.Value.MaxBytesInFlight);

    /// <summary>How many requests are worked on.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Whether new events are taken.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Ends the work that did not end by itself in time.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Counts a request in; or says why it is refused. Who was let in has to <see cref="Leave"/>.</summary>
    public Outcome? TryEnter()
    {
        lock (_lock)
        {
            if (!IsOpen)
            {
                return new Outcome(OutcomeReason.ShuttingDown) { Detail = "This process is stopping; send the event again." };
            }

            if (_count >= options.Value.MaxInFlight)
            {
                return new Outcome(OutcomeReason.Overloaded)
                {
                    Detail = $"{_count} requests are in flight already (Tagalong:Http:MaxInFlight).",
                };
            }

            _count++;
            return null;
        }
    }

    /// <summary>Counts a request out.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_count == 0 && !IsOpen)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Before the server stops listening: refuses new events and waits for those in flight.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        int left;
        lock (_lock)
        {
            IsOpen = false;
            left = _count;
        }

        if (left == 0)
        {
            return;
        }

        Log.Draining(logger, left);
        try
        {
            await _idle.Task.WaitAsync(options.Value.DrainTimeout, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            Log.Abandoned(logger, options.Value.DrainTimeout);
            await _abandoned.CancelAsync();
        }
    }

    public void Dispose() => _abandoned.Dispose();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        meters.Create(Instruments.Name).CreateObservableUpDownCounter(
            "tagalong.requests.in_flight", () => Count, "{request}", "Requests with events that are being worked on.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Stopping was asked for; {Count} requests are being finished.")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Requests were left unfinished after {Timeout}; their senders will send them again.")]
        public static partial void Abandoned(ILogger logger, TimeSpan timeout);
    }
}
