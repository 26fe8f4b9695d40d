using System.Net;
using Tagalong.FunctionsHost.Http;
using Tagalong.FunctionsHost.Messages;
using static Tagalong.Functions.Tests.Scripted.ScriptedWorker;

namespace Tagalong.Functions.Tests.Scripted;

/// <summary>The double's HTTP trigger: the request goes to the worker's server, the invocation over gRPC.</summary>
public sealed class HttpTests
{
    private const string Trigger =
        """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Function","methods":["post"],"route":"echo/{*rest}"}""";
    private const string HostJson = """{"extensions":{"http":{"routePrefix":""}}}""";

    private static readonly string Key = FunctionsHost.AzureFunctionsHost.FunctionKey;

    [Theory]
    [InlineData(HttpHalves.RequestFirst)]
    [InlineData(HttpHalves.InvocationFirst)]
    public async Task Both_halves_have_the_same_id_and_the_response_of_the_worker_reaches_the_client(HttpHalves halves)
    {
        await using var server = ScriptedHttpServer.Create();
        await server.StartAsync();
        await using var worker = await StartAsync(server, static _ => Success());
        worker.Host.HttpHalves = halves;

        using var response = await PostAsync(worker, $"/echo/a/b?x=1&code={Key}");
        var seen = Assert.Single(server.Requests);
        var invocation = Assert.Single(worker.Host.Conversation.InvocationRequests);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("echoed {\"k\":1}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"/echo/a/b?x=1&code={Key}", seen.PathAndQuery);
        Assert.Equal(invocation.InvocationId, seen.Headers["x-ms-invocation-id"]);
        Assert.Equal("127.0.0.1", seen.Headers["X-Forwarded-For"]);
        Assert.Equal(worker.Host.HttpAddress.Authority, seen.Headers["X-Forwarded-Host"]);
        Assert.Equal(("1", "1", "a/b"), (
            invocation.TriggerMetadata["k"].String, invocation.TriggerMetadata["x"].String, invocation.TriggerMetadata["rest"].String));
        Assert.NotNull(invocation.InputData[0].Data.Http);
    }

    [Fact]
    public async Task A_server_of_the_worker_that_does_not_listen_yet_is_tried_again()
    {
        await using var server = ScriptedHttpServer.Create();
        await using var worker = await StartAsync(server, static _ => Success());

        var posting = PostAsync(worker, $"/echo/a?code={Key}");
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        await server.StartAsync();

        Assert.Equal(HttpStatusCode.Created, (await posting).StatusCode);
    }

    [Fact]
    public async Task A_failed_invocation_is_500_with_an_empty_body()
    {
        await using var server = ScriptedHttpServer.Create();
        await server.StartAsync();
        await using var worker = await StartAsync(server, static _ => Failure());

        using var response = await PostAsync(worker, $"/echo/empty?code={Key}");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("POST", "/echo/a", HttpStatusCode.Unauthorized)]
    [InlineData("PUT", "/echo/a?code=function-key", HttpStatusCode.NotFound)]
    [InlineData("POST", "/other?code=function-key", HttpStatusCode.NotFound)]
    public async Task A_request_that_the_host_rejects_does_not_reach_the_worker(string method, string path, HttpStatusCode expected)
    {
        await using var server = ScriptedHttpServer.Create();
        await using var worker = await StartAsync(server, static _ => Success());

        using var response = await PostAsync(worker, path, method);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(worker.Host.Conversation.InvocationRequests);
    }

    [Fact]
    public async Task A_client_that_sends_an_invocation_id_itself_wins()
    {
        await using var server = ScriptedHttpServer.Create();
        await server.StartAsync();
        await using var worker = await StartAsync(server, static _ => Success());

        using var response = await PostAsync(worker, $"/echo/a?code={Key}", headers: ("x-ms-invocation-id", "mine"));

        Assert.Equal("mine", Assert.Single(server.Requests).Headers["x-ms-invocation-id"]);
        Assert.NotEqual("mine", Assert.Single(worker.Host.Conversation.InvocationRequests).InvocationId);
    }

    [Fact]
    public async Task An_address_that_the_client_claims_is_replaced()
    {
        await using var server = ScriptedHttpServer.Create();
        await server.StartAsync();
        await using var worker = await StartAsync(server, static _ => Success());

        using var response = await PostAsync(worker, $"/echo/a?code={Key}", headers: ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal("127.0.0.1", Assert.Single(server.Requests).Headers["X-Forwarded-For"]);
    }

    private static Task<ScriptedWorker> StartAsync(ScriptedHttpServer server, Func<InvocationRequest, InvocationResponse> respond) => ScriptedWorker.StartAsync(
        [Function("echo", Trigger, """{"name":"$return","type":"http","direction":"Out"}""")],
        (request, _) => Task.FromResult(respond(request)),
        hostJson: HostJson,
        httpUri: server.Address);

    private static async Task<HttpResponseMessage> PostAsync(
        ScriptedWorker worker, string path, string method = "POST", params IEnumerable<(string Name, string Value)> headers)
    {
        using var client = new HttpClient { BaseAddress = worker.Host.HttpAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("""{"k":1}""") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
