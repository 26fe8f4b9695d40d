using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tagalong.DevCluster.Faults;
using Tagalong.Functions.Tests.Recordings;
using Tagalong.FunctionsHost.Conversations;

namespace Tagalong.Functions.Tests.Running;

/// <summary>Invocations of the app look like those of the recording: the same messages in the same order, with the same members set.</summary>
public sealed class InvocationRecordingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_message_that_succeeds_and_one_that_fails()
    {
        await using var app = await RunningApp.StartAsync(
            ["Tagalong__ApiCalls__MaxRetries=0", "AzureFunctionsJobHost__extensions__queues__visibilityTimeout=01:00:00"]);
        using (app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no")))
        {
            app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
            await Testing.Eventually.EqualAsync(1, () => Task.FromResult(app.Host.Invocations.Count));
        }

        app.Host.Queues.Send(RunningApp.Queue, CloudEventText.Added);
        await Testing.Eventually.EqualAsync(2, () => Task.FromResult(app.Host.Invocations.Count));

        var recorded = ExchangesOf(Recording.Invocations.Conversation, Recording.Invocations.Function);
        var own = ExchangesOf(app.Host.Conversation, id => app.Host.Functions.Values.Single(function => function.Id == id));

        Assert.Equal([recorded["queueTrigger Success"], recorded["queueTrigger Failure"]], [own["queueTrigger Success"], own["queueTrigger Failure"]]);
    }

    [Fact]
    public async Task An_event_of_Event_Grid_and_a_timer()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__ApiCalls__MaxRetries=0", "Tagalong__Sweep__Patience=00:00:00"], new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        await app.Host.DeliverEventGridAsync("eventgrid", CloudEventText.Added, Token);
        app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var firing = app.Host.FireTimerAsync("sweep", isPastDue: false, ending.Token);
        await Testing.Eventually.EqualAsync(2, () => Task.FromResult(app.Host.Conversation.InvocationResponses.Count()));
        await ending.CancelAsync();
        await firing;

        var own = ExchangesOf(app.Host.Conversation, id => app.Host.Functions.Values.Single(function => function.Id == id));
        var grid = ExchangesOf(Recording.Invocations.Conversation, Recording.Invocations.Function)["eventGridTrigger Success"];
        var timer = ExchangesOf(Recording.Retries.Conversation, Recording.Retries.Function)["timerTrigger Failure"];

        Assert.Equal([grid, timer], [own["eventGridTrigger Success"], own["timerTrigger Failure"]]);
    }

    /// <summary>The first request and response of each trigger and result: the members that are set, and the kinds of values.</summary>
    private static Dictionary<string, string> ExchangesOf(Conversation conversation, Func<string, FunctionsHost.App.FunctionDefinition> find)
    {
        var exchanges = new Dictionary<string, string>();
        foreach (var request in conversation.InvocationRequests)
        {
            var response = conversation.InvocationResponses.FirstOrDefault(response => response.InvocationId == request.InvocationId);
            if (response is not null)
            {
                var function = find(request.FunctionId);
                var input = string.Join(',', request.InputData.Select(static input => input.Data.DataCase));
                var retry = request.RetryContext is { } context ? $"{MembersOf(context)}" : "no retries";
                exchanges.TryAdd(
                    $"{function.Trigger.Type} {response.Result.Status}",
                    $"{input}; {retry}; {MembersOf(response.Result)}; {(response.Result.Exception is { } exception ? MembersOf(exception) : "")}; {response.ReturnValue?.DataCase}");
            }
        }

        return exchanges;
    }

    private static string MembersOf(IMessage message) => string.Join(',', message.Descriptor.Fields.InFieldNumberOrder()
        .Where(field => field.Accessor.GetValue(message) is { } value and not (0 or "" or false or Duration) && (value is not System.Collections.ICollection several || several.Count > 0))
        .Select(static field => field.Name));
}
