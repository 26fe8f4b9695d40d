using Tagalong.Functions.Tests.Recordings;
using Tagalong.FunctionsHost;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Conversations;
using Tagalong.FunctionsHost.Messages;
using Tagalong.Testing;
using static Tagalong.FunctionsHost.Messages.StreamingMessage;

namespace Tagalong.Functions.Tests.Running;

/// <summary>The app starts, reports its functions and exits as a worker of the real host does.</summary>
public sealed class WorkerStartTests
{
    [Fact]
    public async Task The_handshake_has_the_messages_of_the_recording_in_the_same_order_and_the_worker_exits_on_request()
    {
        await using var app = await RunningApp.StartAsync();

        // A worker that is asked to exit while it still starts aborts.
        await Eventually.EqualAsync(true, () => Task.FromResult(
            app.Host.Conversation.Logs.Any(static log => log.Message.StartsWith("Application started", StringComparison.Ordinal))));
        Assert.Equal(0, await app.Host.StopAsync());
        Assert.Equal(Order(Recording.Handshake.Conversation), Order(app.Host.Conversation));
    }

    [Fact]
    public async Task The_worker_announces_the_capabilities_of_the_recording()
    {
        await using var app = await RunningApp.StartAsync();

        Assert.Equal(Capabilities(Recording.Handshake.Conversation), Capabilities(app.Host.Conversation));
        Assert.Equal(Init(Recording.Handshake.Conversation).WorkerVersion, Init(app.Host.Conversation).WorkerVersion);
    }

    [Fact]
    public async Task The_sweep_is_a_timer_with_a_schedule_from_the_app_settings_and_a_retry_policy()
    {
        await using var app = await RunningApp.StartAsync();
        var sweep = app.Host.Functions["sweep"];

        Assert.Equal("timerTrigger", sweep.Trigger.Type);
        Assert.Equal("%TAGALONG_SWEEP_SCHEDULE%", sweep.Trigger["schedule"]);
        Assert.Equal("0 17 */6 * * *", sweep.Setting("schedule"));
        Assert.Equal(new RetryPolicy(3, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), sweep.Retry);
    }

    [Fact]
    public async Task A_function_that_is_disabled_is_loaded_and_never_invoked()
    {
        await using var app = await RunningApp.StartAsync(["AzureWebJobs.sweep.Disabled=true"]);

        Assert.True(app.Host.Functions["sweep"].IsDisabled);
        await Assert.ThrowsAsync<FunctionsHostException>(() => app.Host.FireTimerAsync("sweep", false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_function_whose_app_setting_is_missing_is_in_error()
    {
        await using var app = await RunningApp.StartAsync(["TAGALONG_SWEEP_SCHEDULE"]);

        Assert.Equal("The 'sweep' function is in error: '%TAGALONG_SWEEP_SCHEDULE%' does not resolve to a value.", app.Host.Functions["sweep"].Error);
    }

    [Fact]
    public async Task A_worker_that_died_is_replaced_by_another_one()
    {
        await using var app = await RunningApp.StartAsync();
        var first = await app.Host.WorkerProcessIdAsync();

        await app.Host.KillWorkerAsync();

        await Eventually.EqualAsync(2, () => Task.FromResult(app.Host.WorkerStarts));
        Assert.NotEqual(first, await app.Host.WorkerProcessIdAsync());
        Assert.Equal(2, app.Host.Conversation.Messages.Count(static message => message.Kind == ContentOneofCase.FunctionMetadataResponse));
    }

    /// <summary>The kinds of messages, without logs; loading has as many messages as there are functions.</summary>
    private static List<(MessageDirection Direction, ContentOneofCase Kind)> Order(Conversation conversation) => conversation.WithoutLogs
        .Select(static message => (message.Direction, message.Kind))
        .Aggregate(new List<(MessageDirection, ContentOneofCase)>(), static (kinds, kind) =>
        {
            if (kinds.Count == 0 || kinds[^1] != kind)
            {
                kinds.Add(kind);
            }

            return kinds;
        });

    private static WorkerInitResponse Init(Conversation conversation) =>
        conversation.Messages.Select(static message => message.Message.WorkerInitResponse).First(static response => response is not null);

    private static Dictionary<string, string> Capabilities(Conversation conversation) =>
        Init(conversation).Capabilities.ToDictionary(static entry => entry.Key, static entry => entry.Key == "HttpUri" ? "" : entry.Value);
}
