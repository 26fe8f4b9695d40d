using System.Net;
using Tagalong.DevCluster.Faults;
using Tagalong.Functions.Tests.Running;
using Tagalong.FunctionsHost.Http;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Triggers;

/// <summary>The function <c>events</c>: the event endpoint of the server, behind the Functions host.</summary>
public sealed class HttpTriggerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpHalves.RequestFirst)]
    [InlineData(HttpHalves.InvocationFirst)]
    public async Task An_event_in_structured_mode_labels_its_object_and_gets_an_empty_202(HttpHalves halves)
    {
        await using var app = await RunningApp.StartAsync();
        app.Host.HttpHalves = halves;

        using var response = await app.PostAsync(CloudEventText.Added);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task An_event_in_binary_mode_labels_its_object()
    {
        await using var app = await RunningApp.StartAsync();
        var request = Checkout.ReplicaSet.ToMessage();
        request.RequestUri = new Uri("/events", UriKind.Relative);

        using var response = await app.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_batch_labels_its_objects()
    {
        await using var app = await RunningApp.StartAsync();
        var content = new StringContent($"[{CloudEventText.Added}]", new System.Net.Http.Headers.MediaTypeHeaderValue("application/cloudevents-batch+json"));

        using var response = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/events") { Content = content });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_request_that_is_rejected_gets_the_status_and_the_problem_details_of_the_server()
    {
        await using var app = await RunningApp.StartAsync();

        using var noJson = await app.PostAsync("no JSON");
        using var noObject = await app.PostAsync(CloudEventText.WithoutObject);

        Assert.Equal(HttpStatusCode.BadRequest, noJson.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noObject.StatusCode);
        Assert.Equal("application/problem+json", noObject.Content.Headers.ContentType?.MediaType);
        Assert.All(app.Host.Invocations, static invocation => Assert.True(invocation.Succeeded));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_rejected_and_not_413()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__Http__MaxBodyBytes=1024"]);

        Assert.Equal(HttpStatusCode.BadRequest, await app.StatusAsync(new string(' ', 1025)));
    }

    [Fact]
    public async Task An_event_that_is_deferred_gets_503_with_Retry_After()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__ApiCalls__MaxRetries=0"]);
        using var fault = app.Cluster.Faults.Add(Fault.Status(503, "ServiceUnavailable", "no"), static request => request.IsWrite);

        using var response = await app.PostAsync(CloudEventText.Added);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        fault.Dispose();
        Assert.Equal(HttpStatusCode.Accepted, await app.StatusAsync(CloudEventText.Added));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_request_beyond_the_limit_gets_429_with_Retry_After()
    {
        await using var app = await RunningApp.StartAsync(["Tagalong__Http__MaxInFlight=1"]);
        using var held = new HeldWrites(app.Cluster);
        var first = app.StatusAsync(CloudEventText.Added);
        await held.CountAsync(1);

        using var second = await app.PostAsync(CloudEventText.Added);
        held.Dispose();

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Accepted, await first);
    }

    [Fact]
    public async Task The_work_goes_on_when_the_sender_closes_the_connection()
    {
        await using var app = await RunningApp.StartAsync();
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var held = new HeldWrites(app.Cluster);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/events?code={FunctionsHost.AzureFunctionsHost.FunctionKey}");
        request.Content = new StringContent(CloudEventText.Added, new System.Net.Http.Headers.MediaTypeHeaderValue("application/cloudevents+json"));
        var sending = app.Client.SendAsync(request, closing.Token);
        await held.CountAsync(1);

        await closing.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        held.Dispose();

        await Eventually.EqualAsync(RunningApp.AllLabels, () => Task.FromResult(app.Labels));
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_costs_a_500_and_the_repeated_event_labels_its_object()
    {
        await using var app = await RunningApp.StartAsync();
        using var held = new HeldWrites(app.Cluster);
        var first = app.StatusAsync(CloudEventText.Added);
        await held.CountAsync(1);

        await app.Host.KillWorkerAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, await first);
        held.Dispose();

        Assert.Equal(HttpStatusCode.Accepted, await app.StatusAsync(CloudEventText.Added));
        Assert.Equal(RunningApp.AllLabels, app.Labels);
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_exit_responds_to_the_requests_in_progress_and_exits_in_time()
    {
        await using var app = await RunningApp.StartAsync();
        using var held = new HeldWrites(app.Cluster);
        var sending = app.StatusAsync(CloudEventText.Added);
        await held.CountAsync(1);

        Assert.Equal(0, await app.Host.StopAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await sending);
    }

    [Fact]
    public async Task The_webhook_handshake_gets_through_to_the_function()
    {
        await using var app = await RunningApp.StartAsync();

        using var response = await app.SendAsync(
            new HttpRequestMessage(HttpMethod.Options, "/events"), ("WebHook-Request-Origin", "eventgrid.azure.net"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("eventgrid.azure.net", response.Headers.GetValues("WebHook-Allowed-Origin").Single());
    }

    [Fact]
    public async Task The_function_key_lets_in_and_behind_it_the_credentials_of_the_sender()
    {
        const string key = "0123456789abcdef0123456789abcdef";
        await using var app = await RunningApp.StartAsync(["Tagalong__Senders__Authentication", $"Tagalong__Senders__ApiKeys__argo__Keys__0={key}"]);

        using var withoutFunctionKey = await app.Client.PostAsync("/events", new StringContent(CloudEventText.Added), Token);
        using var withoutCredentials = await app.PostAsync(CloudEventText.Added);
        using var withBoth = await app.PostAsync(CloudEventText.Added, ("X-Api-Key", key));

        Assert.Equal(HttpStatusCode.Unauthorized, withoutFunctionKey.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, withoutCredentials.StatusCode);
        Assert.Equal("application/problem+json", withoutCredentials.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.Accepted, withBoth.StatusCode);
    }
}
