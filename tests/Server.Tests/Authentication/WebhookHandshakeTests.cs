using System.Net;
using System.Net.Sockets;

namespace Tagalong.Server.Tests.Authentication;

/// <summary>The CloudEvents webhook handshake, as Event Grid does it before it delivers.</summary>
public class WebhookHandshakeTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/events?x=y")]
    public async Task Event_Grid_may_do_the_handshake_without_credentials(string path)
    {
        await using var function = await StartAsync();

        using var answer = await AskAsync(function, path, ("WebHook-Request-Origin", "eventgrid.azure.net"), ("WebHook-Request-Rate", "120"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("eventgrid.azure.net", Header(answer, "WebHook-Allowed-Origin"));
        Assert.Equal("*", Header(answer, "WebHook-Allowed-Rate"));
        Assert.Equal(["POST", "OPTIONS"], answer.Content.Headers.Allow);
        Assert.Empty(function.Outcomes());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somebody.example")]
    [InlineData("eventgrid.azure.net.somebody.example")]
    [InlineData("https://eventgrid.azure.net")]
    public async Task Other_origins_are_not_allowed(string? origin)
    {
        await using var function = await StartAsync();

        using var answer = origin is null ? await AskAsync(function, "/") : await AskAsync(function, "/", ("WebHook-Request-Origin", origin));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(Header(answer, "WebHook-Allowed-Origin"));
        Assert.Null(Header(answer, "WebHook-Allowed-Rate"));
    }

    [Theory]
    [InlineData("events.example", "events.example", "events.example")]
    [InlineData("events.example", "eventgrid.azure.net", null)]
    [InlineData("*", "anybody.example", "anybody.example")]
    [InlineData("*", "no host", null)]
    public async Task The_settings_say_which_origins_are_allowed(string allowed, string origin, string? expected)
    {
        await using var function = await StartAsync($"Tagalong:Senders:WebhookOrigins:0={allowed}");

        using var answer = await AskAsync(function, "/", ("WebHook-Request-Origin", origin));

        Assert.Equal(expected, Header(answer, "WebHook-Allowed-Origin"));
    }

    [Fact]
    public async Task The_callback_is_never_called()
    {
        using var callback = new TcpListener(IPAddress.Loopback, 0);
        callback.Start();
        await using var function = await StartAsync();

        using var answer = await AskAsync(
            function, "/", ("WebHook-Request-Origin", "eventgrid.azure.net"), ("WebHook-Request-Callback", $"http://{callback.LocalEndpoint}/validate?code=secret"));
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal("eventgrid.azure.net", Header(answer, "WebHook-Allowed-Origin"));
        Assert.False(callback.Pending());
    }

    private static Task<RunningFunction> StartAsync(params string[] settings) => RunningFunction.StartAsync(
        ["Tagalong:Senders:Authentication=Required", "Tagalong:Senders:ApiKeys:argo-events:Keys:0=0123456789abcdef0123456789abcdef", .. settings]);

    private static async Task<HttpResponseMessage> AskAsync(RunningFunction function, string path, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
