using System.Net;
using Tagalong.DevCluster.Faults;
using Tagalong.Functions.Tests.Running;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Triggers;

/// <summary>The function <c>eventgrid</c>: Event Grid calls the Functions host, which invokes the function once an event.</summary>
public sealed class EventGridTriggerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_event_of_a_request_labels_its_object()
    {
        await using var app = await RunningApp.StartAsync();

        var status = await DeliverAsync(app, $"[{CloudEventText.Of(Checkout.Rollout)},{CloudEventText.Added}]");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(2, app.Host.Invocations.Count);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task An_event_that_is_rejected_is_logged_and_succeeds()
    {
        await using var app = await RunningApp.StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(app, CloudEventText.WithoutObject));

        var invocation = Assert.Single(app.Host.Invocations);
        Assert.Contains(app.Host.Conversation.LogsOf(invocation.InvocationId), static log => log.Message.StartsWith("Rejected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_is_deferred_fails_so_that_Event_Grid_delivers_it_again()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__ApiCalls__MaxRetries=0"]);
        app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.IsWrite, times: 1);

        Assert.Equal(HttpStatusCode.InternalServerError, await DeliverAsync(app, CloudEventText.Added));
        Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(app, CloudEventText.Added));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task An_invocation_that_is_cancelled_fails()
    {
        await using var app = await RunningApp.StartAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var held = new HeldWrites(app.Cluster);
        var delivering = app.Host.DeliverEventGridAsync("eventgrid", CloudEventText.Added, cancelling.Token);
        await held.CountAsync(1);

        await cancelling.CancelAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, await delivering);
        Assert.StartsWith("Deferred (ShuttingDown).", Assert.Single(app.Host.Invocations).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_fails_the_delivery_and_the_next_one_labels_the_object()
    {
        await using var app = await RunningApp.StartAsync();
        using var held = new HeldWrites(app.Cluster);
        var delivering = DeliverAsync(app, CloudEventText.Added);
        await held.CountAsync(1);

        await app.Host.KillWorkerAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, await delivering);
        held.Dispose();

        Assert.Equal(HttpStatusCode.Accepted, await DeliverAsync(app, CloudEventText.Added));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    private static Task<HttpStatusCode> DeliverAsync(RunningApp app, string body) => app.Host.DeliverEventGridAsync("eventgrid", body, Token);
}
