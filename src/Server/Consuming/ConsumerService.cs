using Microsoft.Extensions.Options;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Receives messages from all queues until the process stops, and then finishes those that it has.</summary>
internal sealed partial class ConsumerService(
    IQueueBroker broker, QueueMessageHandler handler, ConsumerMeasurements measurements, IOptions<ConsumeOptions> options, TimeProvider time, ILogger<ConsumerService> logger)
    : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private List<Consumer> _consumers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _consumers = [.. options.Value.Queues.Select(queue => new Consumer(broker.Open(queue)))];
        measurements.Observe(() => _consumers.Select(static consumer => (consumer.Queue.Name, consumer.InFlight, consumer.Queue.Error is null)));
        foreach (var consumer in _consumers)
        {
            consumer.Working = Task.WhenAll(Enumerable.Range(0, options.Value.Concurrency).Select(_ => Task.Run(() => WorkAsync(consumer), CancellationToken.None)));
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var working = Task.WhenAll(_consumers.Select(static consumer => consumer.Working));
        try
        {
            Log.Draining(logger, _consumers.Sum(static consumer => consumer.InFlight));
            await Task.WhenAll(_consumers.Select(consumer => consumer.Queue.StopReceivingAsync(_abandoned.Token).AsTask()).Append(working))
                .WaitAsync(options.Value.DrainTimeout, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            Log.Abandoned(logger, options.Value.DrainTimeout);
        }

        await _abandoned.CancelAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync();
    }

    /// <summary>Responds to the readiness probe: ready while every queue can be reached.</summary>
    public Task WriteReadinessAsync(HttpContext context)
    {
        var error = _stopping.IsCancellationRequested ? "stopping" : _consumers.Select(static consumer => consumer.Queue.Error).FirstOrDefault(static error => error is not null);
        context.Response.StatusCode = error is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(error ?? "ok");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _stopping.Dispose();
        _abandoned.Dispose();
    }

    private async Task WorkAsync(Consumer consumer)
    {
        try
        {
            while (true)
            {
                var message = await consumer.Queue.ReceiveAsync(_stopping.Token);
                Interlocked.Increment(ref consumer.InFlight);
                try
                {
                    await handler.HandleAsync(consumer.Queue, message, _abandoned.Token);
                }
                finally
                {
                    Interlocked.Decrement(ref consumer.InFlight);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Messages that are not settled return to their queue when its connection closes.
        }
    }

    private async ValueTask CloseAsync()
    {
        foreach (var consumer in _consumers)
        {
            await consumer.Queue.DisposeAsync();
        }

        _consumers = [];
    }

    private sealed class Consumer(IMessageQueue queue)
    {
        public int InFlight;

        public IMessageQueue Queue => queue;

        public Task Working { get; set; } = Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Information, "Stopping; messages still in progress: {Count}.")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(3001, LogLevel.Warning, "Stopped before all messages were finished within {Timeout}; their queues deliver them again.")]
        public static partial void Abandoned(ILogger logger, TimeSpan timeout);
    }
}
