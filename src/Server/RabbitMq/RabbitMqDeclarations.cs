using System.Globalization;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>
/// What there has to be at the broker: the queue, an exchange and a queue for its dead letters, and a queue for each delay
/// after which a message is to come again. What is there is taken as it is.
/// </summary>
/// <remarks>
/// A message that is to come again waits in a queue where every message waits equally long. Would each bring its own time,
/// one that waits long would hold up those behind it: RabbitMQ looks at the head of a queue only.
/// </remarks>
internal sealed class RabbitMqDeclarations(IOptions<RabbitMqOptions> options, RetrySchedule schedule)
{
    private readonly RabbitMqOptions _options = options.Value;

    /// <summary>The queue in which messages of another wait for so long, and from which they go back there.</summary>
    public static string RetryQueueOf(string queue, TimeSpan delay) =>
        $"{queue}.retry.{delay.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s";

    /// <summary>Sees to it that there is the queue.</summary>
    public Task EnsureQueueAsync(IConnection connection, string queue, CancellationToken cancellationToken) =>
        EnsureQueueAsync(connection, queue, new() { ["x-dead-letter-exchange"] = _options.DeadLetterExchange, ["x-dead-letter-routing-key"] = queue }, cancellationToken);

    /// <summary>Sees to it that there is everything that consuming from the queue takes.</summary>
    /// <exception cref="RabbitMqTopologyException">Something is missing and is not to be made.</exception>
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
        var isMissing = !await IsThereAsync(connection, channel => channel.ExchangeDeclarePassiveAsync(exchange, cancellationToken), cancellationToken);
        if (_options.Topology == RabbitMqTopology.Check)
        {
            // Which queues are bound to it is for somebody else to say; a message that finds none comes back, and is noticed.
            RefuseIf(isMissing, "exchange", exchange);
            return;
        }

        if (isMissing)
        {
            await MakeAsync(connection, channel => channel.ExchangeDeclareAsync(exchange, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken), cancellationToken);
        }

        var letters = $"{queue}.dead";
        await EnsureQueueAsync(connection, letters, [], cancellationToken);

        // Who made the two may have ended before it bound them, and whether they are bound cannot be asked.
        await MakeAsync(connection, channel => channel.QueueBindAsync(letters, exchange, queue, cancellationToken: cancellationToken), cancellationToken);
    }

    private async Task EnsureQueueAsync(IConnection connection, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(connection, channel => channel.QueueDeclarePassiveAsync(queue, cancellationToken), cancellationToken))
        {
            return;
        }

        RefuseIf(_options.Topology == RabbitMqTopology.Check, "queue", queue);
        switch (_options.QueueType)
        {
            case RabbitMqQueueType.Quorum:
                arguments["x-queue-type"] = "quorum";
                if (arguments.ContainsKey("x-dead-letter-exchange"))
                {
                    // What the broker itself moves on, it keeps until it has arrived. It asks for the second with the first.
                    arguments["x-dead-letter-strategy"] = "at-least-once";
                    arguments["x-overflow"] = "reject-publish";
                }

                break;
            case RabbitMqQueueType.Classic:
                break;
        }

        await MakeAsync(
            connection,
            channel => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken),
            cancellationToken);
    }

    private static void RefuseIf(bool isMissing, string what, string name)
    {
        if (isMissing)
        {
            throw new RabbitMqTopologyException($"There is no {what} '{name}' at the broker, and Tagalong:Queue:RabbitMq:Topology is Check: make it, or set Declare.");
        }
    }

    /// <summary>A channel whose question is answered by no is closed by the broker, so each question has one of its own.</summary>
    private static async Task<bool> IsThereAsync(IConnection connection, Func<IChannel, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await MakeAsync(connection, look, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException missing) when (RabbitMqFaults.CodeOf(missing) == RabbitMqFaults.NotFound)
        {
            return false;
        }
    }

    private static async Task MakeAsync(IConnection connection, Func<IChannel, Task> make, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await make(channel);
        await channel.CloseAsync(cancellationToken);
    }
}
