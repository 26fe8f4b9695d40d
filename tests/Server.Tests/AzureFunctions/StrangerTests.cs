using System.Net;
using Tagalong.FunctionsHost;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>Whoever would pass for the host: the handler believes what the host invokes it with, and nobody else.</summary>
public class StrangerTests
{
    private static readonly string Payload = TriggerData.EventGrid(CloudEventText.Of(Checkout.ReplicaSet)).ToJson("event", "eventgrid");

    /// <summary>Each lacks one thing that the host's own requests have, or has one that they lack.</summary>
    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("x-forwarded-host", "app.azurewebsites.net")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Host", "app.azurewebsites.net")]
    [InlineData("Host", "127.0.0.1.example.com")]
    [InlineData("X-Azure-Functions-InvocationId", null)]
    [InlineData("X-Azure-Functions-InvocationId", "1")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Content-Type", null)]
    public async Task A_request_that_is_not_the_hosts_own_is_refused(string name, string? value)
    {
        await using var handler = await HandlerPort.StartHandlerAsync();
        using var request = HandlerPort.Invocation("eventgrid", Payload);
        request.Headers.Remove(name is "Content-Type" ? "X-None" : name);
        request.Content!.Headers.ContentType = name is "Content-Type" ? null : request.Content.Headers.ContentType;
        if (value is not null && !request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await handler.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, handler.Cluster.Requests.Reads);
        Assert.Equal("SenderNotAllowed", handler.LastOutcome().Reason);
    }

    [Theory]
    [InlineData("GET", "/eventgrid")]
    [InlineData("PUT", "/eventgrid")]
    [InlineData("POST", "/eventgrid/x")]
    [InlineData("POST", "/nothing")]
    [InlineData("POST", "/function.json")]
    public async Task There_is_nothing_beside_the_functions(string method, string path)
    {
        await using var handler = await HandlerPort.StartHandlerAsync();
        using var request = HandlerPort.Invocation("", Payload);
        (request.Method, request.RequestUri) = (new HttpMethod(method), new Uri(path, UriKind.Relative));

        using var response = await handler.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, handler.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task The_host_is_told_that_the_process_is_there_and_nothing_is_counted()
    {
        await using var handler = await HandlerPort.StartHandlerAsync();

        Assert.Equal("ok", await handler.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Empty(handler.Outcomes());
    }

    /// <summary>The function's own paths take an invocation for what it is: no CloudEvent.</summary>
    [Theory]
    [InlineData("/eventgrid")]
    [InlineData("/sweep")]
    [InlineData("/events")]
    public async Task A_process_that_the_host_did_not_start_has_no_functions(string path)
    {
        await using var function = await RunningServer.StartAsync([$"FUNCTIONS_APP_ROOT_PATH={Path.Combine(AppContext.BaseDirectory, "FunctionApp")}"]);
        using var request = HandlerPort.Invocation("", Payload);
        request.RequestUri = new Uri(path, UriKind.Relative);

        using var response = await function.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, function.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task An_app_with_a_route_that_leads_everywhere_does_not_start()
    {
        var fault = await Assert.ThrowsAsync<HandlerStartException>(() => HostedLabeler.StartAsync(WithWildcardRoute, []));

        Assert.Contains("events/function.json has the route '{*path}'; write a path without parameters", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The host has a route that the handler could not know of, and a stranger has a key for it.</summary>
    [Theory]
    [InlineData(true, "127.0.0.1:7071")]
    [InlineData(false, "app.azurewebsites.net")]
    public async Task What_the_host_passes_on_reaches_no_function_even_if_a_route_leads_there(bool tellsForWhom, string host)
    {
        await using var labeler = await HostedLabeler.StartAsync(WithWildcardRoute, [$"FUNCTIONS_APP_ROOT_PATH={Path.Combine(AppContext.BaseDirectory, "FunctionApp")}"]);
        labeler.Host.TellsForWhomItForwards = tellsForWhom;
        using var request = HandlerPort.Invocation("eventgrid", Payload);
        request.Headers.Add("x-functions-key", AzureFunctionsHost.FunctionKey);
        request.Headers.Add("User-Agent", "Azure-Functions-Host/4.1052.100");
        request.Headers.Host = host;

        using var response = await labeler.Host.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, labeler.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task The_port_of_the_measurements_leads_to_no_function()
    {
        var port = ServeProcess.FreePort();
        await using var labeler = await HostedLabeler.StartAsync($"Tagalong__Telemetry__MetricsPort={port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var request = HandlerPort.Invocation("eventgrid", Payload);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(0, labeler.Cluster.Requests.Reads);
    }

    private static void WithWildcardRoute(string root) => File.WriteAllText(
        Path.Combine(root, "events", "function.json"),
        """{"bindings":[{"type":"httpTrigger","direction":"in","name":"request","authLevel":"function","route":"{*path}"},{"type":"http","direction":"out","name":"response"}]}""");
}
