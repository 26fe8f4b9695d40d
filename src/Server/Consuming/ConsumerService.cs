using Microsoft.Extensions.Options;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Takes messages from all queues, from start to stop; a stopping process finishes those that it has.</summary>
internal sealed partial class ConsumerService(
    IQueueBroker broker, QueueMessageHandler consumption, ConsumerMeasurements measurements, IOptions<ConsumeOptions> options, TimeProvider time, ILogger<ConsumerService> logger)
    : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abandoned = new();
    private List<Consumer> _consumers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _consumers = [.. options.Value.Queues.Select(queue => new Consumer(broker.Open(queue)))];
        measurements.Watch(() => _consumers.Select(static consumer => (consumer.Queue.Name, consumer.InFlight, consumer.Queue.Fault is null)));
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

    /// <summary>Answers the readiness probe: ready while every queue can be reached.</summary>
    public Task TellReadinessAsync(HttpContext context)
    {
        var fault = _stopping.IsCancellationRequested ? "stopping" : _consumers.Select(static consumer => consumer.Queue.Fault).FirstOrDefault(static fault => fault is not null);
        context.Response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(fault ?? "ok");
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
                consumer.Entered();
                try
                {
                    await consumption.HandleAsync(consumer.Queue, message, _abandoned.Token);
                }
                finally
                {
                    consumer.Left();
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What was taken and not settled goes back to its queue with the connection.
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
        private int _inFlight;

        public IMessageQueue Queue => queue;

        public int InFlight => Volatile.Read(ref _inFlight);

        public Task Working { get; set; } = Task.CompletedTask;

        public void Entered() => Interlocked.Increment(ref _inFlight);

        public void Left() => Interlocked.Decrement(ref _inFlight);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Stopping was asked for; {Count} messages are being finished.")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Messages were left unfinished after {Timeout}; their queues give them out again.")]
        public static partial void Abandoned(ILogger logger, TimeSpan timeout);
    }
}
