using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Telemetry;

namespace Tagalong.Hosting.Http;

/// <summary>Counts the requests in progress: rejects those that are too many, and finishes the rest at shutdown.</summary>
public sealed partial class InFlightEvents(IOptions<HttpOptions> options, TimeProvider time, IMeterFactory meters, ILogger<InFlightEvents> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly FairShare _places = new(options.Value.MaxInFlight);

    /// <summary>The memory for the bodies of these requests.</summary>
    public FairShare Bodies { get; } = new(options.Value.MaxBytesInFlight);

    /// <summary>The number of requests in progress.</summary>
    public int Count => (int)_places.Taken;

    /// <summary>Whether new requests are accepted: until shutdown.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Cancelled when requests are not finished in time at shutdown.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Counts a request in, or returns why it is rejected. After null the caller must call <see cref="Leave"/>.</summary>
    /// <param name="holder">The sender, by which requests are shared out (<see cref="FairShare"/>).</param>
    public Outcome? TryEnter(object? holder)
    {
        lock (_lock)
        {
            if (!IsOpen)
            {
                return new Outcome(OutcomeReason.ShuttingDown) { Detail = "This process is stopping; send the event again." };
            }

            return _places.TryTake(holder, 1) ? null : new Outcome(OutcomeReason.Overloaded)
            {
                Detail = $"{_places.Taken} requests are in progress, and the sender has its share of them (Tagalong:Http:MaxInFlight).",
            };
        }
    }

    /// <summary>Counts a request out.</summary>
    /// <param name="holder">The sender that was counted in.</param>
    public void Leave(object? holder)
    {
        lock (_lock)
        {
            _places.Give(holder, 1);
            if (_places.Taken == 0 && !IsOpen)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Before the server stops listening: rejects new requests and waits for those in progress.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        int left;
        lock (_lock)
        {
            IsOpen = false;
            left = Count;
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

    /// <inheritdoc/>
    public void Dispose() => _abandoned.Dispose();

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        meters.Create(Instruments.Name).CreateObservableUpDownCounter(
            "tagalong.requests.in_flight", () => Count, "{request}", "Requests with events that are being worked on.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2051, LogLevel.Information, "Shutdown requested. Requests to finish: {Count}.")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(2052, LogLevel.Warning, "Requests were not finished within {Timeout}. Their senders will send them again.")]
        public static partial void Abandoned(ILogger logger, TimeSpan timeout);
    }
}
