using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Tagalong.Core.Telemetry;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>
/// Posts outcome events in the background: senders of events do not wait for the sink, and a sink that is down costs a bounded
/// queue at most. Dropped events are counted and logged.
/// </summary>
internal sealed partial class OutcomeEventSink : IHostedLifecycleService, IDisposable
{
    private static readonly ActivitySource Activities = new(Instruments.Name);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastDrain = TimeSpan.FromSeconds(1);

    private readonly Uri _sink;
    private readonly OutcomeEventOptions _options;
    private readonly TimeSpan _drain;
    private readonly TimeProvider _time;
    private readonly ILogger<OutcomeEventSink> _logger;
    private readonly Channel<OutcomeEvent> _queue;
    private readonly CloudEventHttpClient _client;
    private readonly ResiliencePipeline<SinkResult> _retry;
    private readonly Counter<long> _events;
    private readonly CancellationTokenSource _abandoned = new();
    private Task _sending = Task.CompletedTask;
    private long _stoppingAt;
    private int _isDropping;

    public OutcomeEventSink(
        IConfiguration configuration,
        IOptions<OutcomeEventOptions> options,
        TimeSpan drain,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<OutcomeEventSink> logger)
    {
        (_options, _drain, _time, _logger) = (options.Value, drain, time, logger);
        _sink = new Uri(OutcomeEventOptionsValidation.SinkOf(_options, configuration));
        _queue = Channel.CreateBounded<OutcomeEvent>(new BoundedChannelOptions(_options.QueueSize) { FullMode = BoundedChannelFullMode.Wait });
        _client = new CloudEventHttpClient(time, handler => handler.MaxConnectionsPerServer = _options.Concurrency);
        _retry = new ResiliencePipelineBuilder<SinkResult> { TimeProvider = time }.AddRetry(Retry()).Build();
        _events = meters.Create(Instruments.Name).CreateCounter<long>("tagalong.outcome_events", "{event}", "Events of outcomes for the sink.");
    }

    /// <summary>Puts an event into the queue, or drops it if the queue is full.</summary>
    public void Offer(OutcomeEvent outcomeEvent)
    {
        if (_queue.Writer.TryWrite(outcomeEvent))
        {
            Volatile.Write(ref _isDropping, 0);
            return;
        }

        Count(outcomeEvent, "dropped");
        if (Interlocked.Exchange(ref _isDropping, 1) == 0)
        {
            Log.Full(_logger, _options.QueueSize);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sending = Task.WhenAll(Enumerable.Range(0, _options.Concurrency).Select(_ => Task.Run(SendAllAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stoppingAt = _time.GetTimestamp();
        return Task.CompletedTask;
    }

    /// <summary>After the last event: sends the rest of the queue in what is left of the drain timeout.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        var left = _drain - _time.GetElapsedTime(_stoppingAt);
        try
        {
            await _sending.WaitAsync(left > LeastDrain ? left : LeastDrain, _time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await _abandoned.CancelAsync();
            await _sending;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _client.Dispose();
        _abandoned.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (var outcomeEvent in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            ActivityContext.TryParse(outcomeEvent.TraceParent, outcomeEvent.TraceState, isRemote: true, out var parent);
            using var activity = Activities.StartActivity("tagalong.outcome_event", ActivityKind.Producer, parent);
            SinkResult result;
            try
            {
                result = await _retry.ExecuteAsync(SendAsync, outcomeEvent, _abandoned.Token);
            }
            catch (OperationCanceledException)
            {
                result = new SinkResult(SinkStatus.Retry, "The process stopped before the sink accepted it.");
            }

            Count(outcomeEvent, result.Status == SinkStatus.Accepted ? "sent" : "failed");
            if (result.Status != SinkStatus.Accepted)
            {
                activity?.SetStatus(ActivityStatusCode.Error, result.Message);
                Log.Failed(_logger, outcomeEvent.Id, outcomeEvent.Type, result.Message);
            }
        }
    }

    private async ValueTask<SinkResult> SendAsync(OutcomeEvent outcomeEvent, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = CloudEventHttpClient.Binary(_sink, outcomeEvent.Attributes, outcomeEvent.Data);
        try
        {
            return await _client.SendAsync(message, onUnauthorized: null, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SinkResult(SinkStatus.Retry, $"The sink did not respond within {_options.AttemptTimeout.TotalSeconds:0.###} s.");
        }
    }

    private RetryStrategyOptions<SinkResult> Retry() => new()
    {
        MaxRetryAttempts = _options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = _options.RetryDelay,
        MaxDelay = LongestWait,
        UseJitter = true,
        ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome is { Exception: null, Result.Status: SinkStatus.Retry }),
        DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result.RetryAfter is { } asked
            ? (asked < LongestWait ? asked : LongestWait)
            : (TimeSpan?)null),
    };

    private void Count(OutcomeEvent outcomeEvent, string result) => _events.Add(
        1, new KeyValuePair<string, object?>("cloudevents.event_type", outcomeEvent.Type), new KeyValuePair<string, object?>("tagalong.result", result));

    private static partial class Log
    {
        [LoggerMessage(2100, LogLevel.Warning,
            "The queue of outcome events is full ({Count}, Tagalong:OutcomeEvents:QueueSize): the sink is too slow, and new events are dropped.")]
        public static partial void Full(ILogger logger, int count);

        [LoggerMessage(2101, LogLevel.Warning, "Outcome event {Id} of type {Type} was not sent: {Error}")]
        public static partial void Failed(ILogger logger, string id, string type, string? error);
    }
}
