using System.Globalization;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>
/// What a queue needs at the broker: the queue, an exchange and a queue for its dead letters, and one queue for each retry
/// delay. What exists is used as it is.
/// </summary>
/// <remarks>
/// In a retry queue every message waits equally long. With a time for each message, one that waits long would hold up those
/// behind it: RabbitMQ checks only the head of a queue.
/// </remarks>
internal sealed class RabbitMqDeclarations(IOptions<RabbitMqOptions> options, RetrySchedule schedule)
{
    private readonly RabbitMqOptions _options = options.Value;

    /// <summary>The queue in which messages of another queue wait for a delay, and which returns them there.</summary>
    public static string RetryQueueOf(string queue, TimeSpan delay) =>
        $"{queue}.retry.{delay.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s";

    /// <summary>Declares the queue alone, for a sender.</summary>
    /// <exception cref="RabbitMqTopologyException">It is missing and may not be created.</exception>
    public Task EnsureQueueAsync(IConnection connection, string queue, CancellationToken cancellationToken) =>
        EnsureQueueAsync(connection, queue, new() { ["x-dead-letter-exchange"] = _options.DeadLetterExchange, ["x-dead-letter-routing-key"] = queue }, cancellationToken);

    /// <summary>Declares everything that a consumer of the queue needs.</summary>
    /// <exception cref="RabbitMqTopologyException">Something is missing and may not be created.</exception>
    public async Task EnsureAllAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await EnsureDeadLettersAsync(connection, queue, cancellationToken);
        await EnsureQueueAsync(connection, queue, cancellationToken);
        foreach (var delay in schedule.Delays)
        {
            await EnsureQueueAsync(
                connection,
                RetryQueueOf(queue, delay),
                new() { ["x-message-ttl"] = (long)delay.TotalMilliseconds, ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = queue },
                cancellationToken);
        }
    }

    private async Task EnsureDeadLettersAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var exchange = _options.DeadLetterExchange;
        var isMissing = !await ExistsAsync(connection, channel => channel.ExchangeDeclarePassiveAsync(exchange, cancellationToken), cancellationToken);
        if (_options.Topology == RabbitMqTopology.Check)
        {
            // The operator decides which queues are bound to it; a message that no queue receives is returned and noticed.
            ThrowIf(isMissing, "exchange", exchange);
            return;
        }

        if (isMissing)
        {
            await OnChannelAsync(connection, channel => channel.ExchangeDeclareAsync(exchange, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken), cancellationToken);
        }

        var letters = $"{queue}.dead";
        await EnsureQueueAsync(connection, letters, [], cancellationToken);

        // The process that created both may have ended before it bound them, and the broker does not tell whether they are bound.
        await OnChannelAsync(connection, channel => channel.QueueBindAsync(letters, exchange, queue, cancellationToken: cancellationToken), cancellationToken);
    }

    private async Task EnsureQueueAsync(IConnection connection, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, channel => channel.QueueDeclarePassiveAsync(queue, cancellationToken), cancellationToken))
        {
            return;
        }

        ThrowIf(_options.Topology == RabbitMqTopology.Check, "queue", queue);
        if (_options.QueueType == RabbitMqQueueType.Quorum)
        {
            arguments["x-queue-type"] = "quorum";
            if (arguments.ContainsKey("x-dead-letter-exchange"))
            {
                // The broker keeps a message that it moves until it has arrived. It requires the second with the first.
                arguments["x-dead-letter-strategy"] = "at-least-once";
                arguments["x-overflow"] = "reject-publish";
            }
        }

        await OnChannelAsync(
            connection,
            channel => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken),
            cancellationToken);
    }

    private static void ThrowIf(bool isMissing, string kind, string name)
    {
        if (isMissing)
        {
            throw new RabbitMqTopologyException($"There is no {kind} '{name}' at the broker, and Tagalong:Queue:RabbitMq:Topology is Check: create it, or set Declare.");
        }
    }

    private static async Task<bool> ExistsAsync(IConnection connection, Func<IChannel, Task> declarePassive, CancellationToken cancellationToken)
    {
        try
        {
            await OnChannelAsync(connection, declarePassive, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException missing) when (RabbitMqErrors.CodeOf(missing) == RabbitMqErrors.NotFound)
        {
            return false;
        }
    }

    /// <summary>Uses a new channel for each call, because the broker closes a channel on which one fails.</summary>
    private static async Task OnChannelAsync(IConnection connection, Func<IChannel, Task> call, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await call(channel);
        await channel.CloseAsync(cancellationToken);
    }
}
