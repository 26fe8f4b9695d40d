using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Tagalong.Core.Telemetry;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>
/// Posts events of outcomes in the background: nobody who sends events waits for the sink, and a sink that is away costs
/// no more than a bounded queue. What is dropped is counted and logged.
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
    private readonly HttpMessageInvoker _client;
    private readonly ResiliencePipeline<Delivery> _retry;
    private readonly Counter<long> _events;
    private readonly CancellationTokenSource _givenUp = new();
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
        _sink = new Uri(OutcomeEventChecks.SinkOf(_options, configuration));
        _queue = Channel.CreateBounded<OutcomeEvent>(new BoundedChannelOptions(_options.QueueSize) { FullMode = BoundedChannelFullMode.Wait });
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // .NET's own span would tell the address, which may hold a secret; the trace goes on by the event's extension.
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = _options.Concurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
        _retry = new ResiliencePipelineBuilder<Delivery> { TimeProvider = time }.AddRetry(Retry()).Build();
        _events = meters.Create(Instruments.Name).CreateCounter<long>("tagalong.outcome_events", "{event}", "Events of outcomes for the sink.");
    }

    /// <summary>Puts an event into the queue, or drops it if that is full.</summary>
    public void Offer(OutcomeEvent told)
    {
        if (_queue.Writer.TryWrite(told))
        {
            Volatile.Write(ref _isDropping, 0);
            return;
        }

        Count(told, "dropped");
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

    /// <summary>After the last event: sends what waits, in what is left of the time to drain.</summary>
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
            await _givenUp.CancelAsync();
            await _sending;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _client.Dispose();
        _givenUp.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (var told in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            ActivityContext.TryParse(told.TraceParent, told.TraceState, isRemote: true, out var parent);
            using var activity = Activities.StartActivity("tagalong.outcome_event", ActivityKind.Producer, parent);
            try
            {
                var delivery = await _retry.ExecuteAsync(SendAsync, told, _givenUp.Token);
                Count(told, delivery.Fault is null ? "sent" : "failed");
                if (delivery.Fault is { } fault)
                {
                    activity?.SetStatus(ActivityStatusCode.Error, fault);
                    Log.Failed(_logger, told.Id, told.Type, fault);
                }
            }
            catch (OperationCanceledException)
            {
                Count(told, "failed");
                Log.Failed(_logger, told.Id, told.Type, "the process stopped before it took it");
            }
        }
    }

    private async ValueTask<Delivery> SendAsync(OutcomeEvent told, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = OutcomeEventMessage.To(_sink, told);
        try
        {
            using var response = await _client.SendAsync(message, both.Token);
            return Delivery.Of(response, _time);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Delivery($"it did not answer within {_options.AttemptTimeout.TotalSeconds:0.###} s", IsTransient: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new Delivery($"the connection failed: {fault.Message}", IsTransient: true);
        }
    }

    private RetryStrategyOptions<Delivery> Retry() => new()
    {
        MaxRetryAttempts = _options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = _options.RetryDelay,
        MaxDelay = LongestWait,
        UseJitter = true,
        ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome is { Exception: null, Result.IsTransient: true }),
        DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result.RetryAfter is { } asked
            ? (asked < LongestWait ? asked : LongestWait)
            : (TimeSpan?)null),
    };

    private void Count(OutcomeEvent told, string result) => _events.Add(
        1, new KeyValuePair<string, object?>("cloudevents.event_type", told.Type), new KeyValuePair<string, object?>("tagalong.result", result));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sink takes events of outcomes too slowly: {Count} wait, and what comes now is dropped (Tagalong:OutcomeEvents:QueueSize).")]
        public static partial void Full(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Event {Id} of type {Type} was given up, the sink did not take it: {Fault}.")]
        public static partial void Failed(ILogger logger, string id, string type, string fault);
    }
}
