using System.Collections.Concurrent;
using System.Globalization;
using Tagalong.FunctionsHost.Messages;
using Tagalong.Testing;
using static Tagalong.Functions.Tests.Scripted.ScriptedWorker;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>The double's queue trigger, from a message in the queue to the worker and back.</summary>
public sealed class QueueTests
{
    private const string Trigger = """{"name":"message","type":"queueTrigger","direction":"In","queueName":"%QUEUE%","dataType":"String"}""";
    private const string Output = """{"name":"$return","type":"queue","direction":"Out","queueName":"output"}""";

    [Fact]
    public async Task A_message_reaches_the_function_as_text_with_its_metadata()
    {
        await using var worker = await StartAsync([Function("queue", Trigger)], static (_, _) => Task.FromResult(Success()));

        var id = worker.Host.Queues.Send("input", "hello");
        await Eventually.EqualAsync(0, () => Task.FromResult(worker.Host.Queues["input"].Messages.Count));
        var request = Assert.Single(worker.Host.Conversation.InvocationRequests);

        Assert.Equal("hello", request.InputData[0].Data.String);
        Assert.Equal(("1", id), (request.TriggerMetadata["DequeueCount"].Json, request.TriggerMetadata["Id"].String));
    }

    [Fact]
    public async Task A_return_value_is_sent_to_the_queue_of_the_output_binding()
    {
        await using var worker = await StartAsync([Function("queue", Trigger, Output)], static (_, _) =>
            Task.FromResult(Success(new TypedData { CollectionString = new CollectionString { String = { "a", "b" } } })));

        worker.Host.Queues.Send("input", "hello");
        await Eventually.EqualAsync(0, () => Task.FromResult(worker.Host.Queues["input"].Messages.Count));

        Assert.Equal(["a", "b"], worker.Host.Queues.BodiesOf("output"));
        Assert.Equal("YQ==", worker.Host.Queues["output"].Messages[0].Text);
    }

    [Fact]
    public async Task Of_a_thousand_messages_none_is_lost_or_handled_twice_and_those_that_fail_are_in_the_poison_queue()
    {
        ConcurrentQueue<string> handled = [];
        await using var worker = await StartAsync([Function("queue", Trigger)], (request, _) =>
        {
            var body = request.InputData[0].Data.String;
            if (int.Parse(body, CultureInfo.InvariantCulture) % 100 == 0)
            {
                return Task.FromResult(Failure());
            }

            handled.Enqueue(body);
            return Task.FromResult(Success());
        });
        var bodies = Enumerable.Range(0, 1_000).Select(static number => number.ToString(CultureInfo.InvariantCulture)).ToList();

        bodies.ForEach(body => worker.Host.Queues.Send("input", body));
        await Eventually.EqualAsync(0, () => Task.FromResult(worker.Host.Queues["input"].Messages.Count));

        var poison = worker.Host.Queues.BodiesOf("input-poison");
        Assert.Equal(10, poison.Count);
        Assert.Equal(bodies.Order(StringComparer.Ordinal), handled.Concat(poison).Order(StringComparer.Ordinal));
        Assert.Equal(990 + (10 * 5), worker.Host.Invocations.Count);
    }

    [Fact]
    public async Task Messages_in_flight_come_again_when_the_worker_dies()
    {
        ConcurrentQueue<string> handled = [];
        var first = true;
        await using var worker = await StartAsync([Function("queue", Trigger)], async (request, _) =>
        {
            if (Volatile.Read(ref first))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);
            }

            handled.Enqueue($"{request.InputData[0].Data.String} {request.TriggerMetadata["DequeueCount"].Json}");
            return Success();
        });

        worker.Host.Queues.Send("input", "a");
        worker.Host.Queues.Send("input", "b");
        await Eventually.EqualAsync(2, () => Task.FromResult(worker.Host.Conversation.InvocationRequests.Count()));
        Volatile.Write(ref first, false);
        await worker.Host.KillWorkerAsync();
        await Eventually.EqualAsync(0, () => Task.FromResult(worker.Host.Queues["input"].Messages.Count));

        Assert.Equal(["a 2", "b 2"], handled.Order(StringComparer.Ordinal));
    }
}
