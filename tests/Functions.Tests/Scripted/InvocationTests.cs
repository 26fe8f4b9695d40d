using System.Net;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using Tagalong.FunctionsHost.Messages;
using Tagalong.Testing;
using static Tagalong.Functions.Tests.Scripted.ScriptedWorker;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>What the double does with the responses of a worker.</summary>
public sealed class InvocationTests
{
    private const string Timer = """{"name":"timer","type":"timerTrigger","direction":"In","schedule":"0 0 * * * *"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_that_fails_is_invoked_again_with_the_same_id_after_the_delay_of_its_retry_policy()
    {
        var time = new FakeTimeProvider();
        await using var worker = await StartAsync([Sweep(maxRetries: 3)], static (request, _) =>
            Task.FromResult(request.RetryContext.RetryCount < 2 ? Failure("not yet") : Success()), time);

        var firing = worker.Host.FireTimerAsync("sweep", false, Token);
        await Eventually.EqualAsync(1, () => Task.FromResult(worker.Host.Conversation.InvocationResponses.Count()));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(worker.Host.Conversation.InvocationRequests);
        await AdvanceUntilAsync(time, firing);
        var result = await firing;

        Assert.True(result.Succeeded);
        Assert.Equal(3, result.Attempts);
        Assert.All(worker.Host.Conversation.InvocationRequests, request => Assert.Equal(result.InvocationId, request.InvocationId));
        Assert.Equal([0, 1, 2], worker.Host.Conversation.InvocationRequests.Select(static request => request.RetryContext.RetryCount));
        Assert.Equal("not yet", worker.Host.Conversation.InvocationRequests.Last().RetryContext.Exception.Message);
    }

    [Fact]
    public async Task A_timer_without_a_retry_policy_is_invoked_once()
    {
        await using var worker = await StartAsync([Function("sweep", Timer)], static (_, _) => Task.FromResult(Failure("broken")));

        var result = await worker.Host.FireTimerAsync("sweep", true, Token);

        Assert.Equal((false, 1, "broken"), (result.Succeeded, result.Attempts, result.Error));
        Assert.Null(Assert.Single(worker.Host.Conversation.InvocationRequests).RetryContext);
    }

    [Fact]
    public async Task A_timer_fails_for_good_after_its_last_retry()
    {
        var time = new FakeTimeProvider();
        await using var worker = await StartAsync([Sweep(maxRetries: 2)], static (_, _) => Task.FromResult(Failure()), time);

        var firing = worker.Host.FireTimerAsync("sweep", false, Token);
        await AdvanceUntilAsync(time, firing);

        Assert.Equal((false, 3), ((await firing).Succeeded, (await firing).Attempts));
    }

    [Fact]
    public async Task A_cancelled_invocation_is_cancelled_in_the_worker()
    {
        var started = new TaskCompletionSource();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var worker = await StartAsync([Sweep(maxRetries: 3)], async (_, cancelled) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new InvocationResponse { Result = new StatusResult { Status = StatusResult.Types.Status.Cancelled } };
        });

        var firing = worker.Host.FireTimerAsync("sweep", false, cancelling.Token);
        await started.Task;
        await cancelling.CancelAsync();

        Assert.Equal((StatusResult.Types.Status.Cancelled, 1), ((await firing).Status, (await firing).Attempts));
    }

    [Fact]
    public async Task An_invocation_fails_when_its_worker_dies_and_the_next_one_reaches_another_worker()
    {
        var calls = 0;
        await using var worker = await StartAsync([Function("sweep", Timer)], async (_, _) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Token);
            }

            return Success();
        });

        var firing = worker.Host.FireTimerAsync("sweep", false, Token);
        await Eventually.EqualAsync(1, () => Task.FromResult(calls));
        await worker.Host.KillWorkerAsync();
        var first = await firing;
        await Eventually.EqualAsync(2, () => Task.FromResult(worker.Host.WorkerStarts));
        var second = await worker.Host.FireTimerAsync("sweep", false, Token);

        Assert.Equal((false, "The worker ended before it responded."), (first.Succeeded, first.Error));
        Assert.True(second.Succeeded);
    }

    [Fact]
    public async Task An_invocation_that_exceeds_the_function_timeout_costs_its_worker()
    {
        var time = new FakeTimeProvider();
        await using var worker = await StartAsync(
            [Function("sweep", Timer)], static (_, _) => new TaskCompletionSource<InvocationResponse>().Task, time, """{"functionTimeout":"00:05:00"}""");

        var firing = worker.Host.FireTimerAsync("sweep", false, Token);
        await AdvanceUntilAsync(time, firing);

        Assert.Equal("Timeout value of 00:05:00 exceeded.", (await firing).Error);
        await Eventually.EqualAsync(2, () => Task.FromResult(worker.Host.WorkerStarts));
    }

    [Theory]
    [InlineData("One", "[{\"id\":\"1\"},{\"id\":\"2\"}]", 2, HttpStatusCode.Accepted)]
    [InlineData("One", "[{\"id\":\"1\"},{\"id\":\"bad\"}]", 2, HttpStatusCode.InternalServerError)]
    [InlineData("Many", "[{\"id\":\"1\"},{\"id\":\"2\"}]", 1, HttpStatusCode.Accepted)]
    [InlineData("One", "{\"id\":\"1\",\"time\":\"2026-01-02T03:04:05.000006Z\"}", 1, HttpStatusCode.Accepted)]
    public async Task Event_Grid_gets_one_status_for_all_events_of_a_request(string cardinality, string body, int invocations, HttpStatusCode expected)
    {
        var binding = $$"""{"name":"event","type":"eventGridTrigger","direction":"In","cardinality":"{{cardinality}}"}""";
        await using var worker = await StartAsync([Function("grid", binding)], static (request, _) =>
            Task.FromResult(request.InputData[0].Data.Json.Contains("bad", StringComparison.Ordinal) ? Failure() : Success()));

        Assert.Equal(expected, await worker.Host.DeliverEventGridAsync("grid", body, Token));
        Assert.Equal(invocations, worker.Host.Invocations.Count);
        if (body[0] == '{')
        {
            Assert.Equal(body, worker.Host.Conversation.InvocationRequests.Single().InputData[0].Data.Json);
        }
    }

    [Fact]
    public async Task The_webhook_of_Event_Grid_needs_the_key_and_the_event_type()
    {
        await using var worker = await StartAsync(
            [Function("grid", """{"name":"event","type":"eventGridTrigger","direction":"In"}""")], static (_, _) => Task.FromResult(Success()));
        using var client = new HttpClient { BaseAddress = worker.Host.HttpAddress };

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("?functionName=grid", "Notification"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"?functionName=grid&code={FunctionsHost.AzureFunctionsHost.FunctionKey}", null));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync($"?functionName=other&code={FunctionsHost.AzureFunctionsHost.FunctionKey}", "Notification"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"?functionName=grid&code={FunctionsHost.AzureFunctionsHost.FunctionKey}", "Notification"));

        async Task<HttpStatusCode> PostAsync(string query, string? type)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/runtime/webhooks/EventGrid" + query);
            request.Content = new StringContent("""{"id":"1"}""");
            request.Headers.TryAddWithoutValidation("aeg-event-type", type);
            using var response = await client.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    private static RpcFunctionMetadata Sweep(int maxRetries)
    {
        var function = Function("sweep", Timer);
        function.RetryOptions = new RpcRetryOptions
        {
            MaxRetryCount = maxRetries,
            DelayInterval = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)),
            RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay,
        };
        return function;
    }

    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task done)
    {
        while (!done.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }
}
