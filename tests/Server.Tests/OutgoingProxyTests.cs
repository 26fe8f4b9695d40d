using System.Net.Http.Headers;
using System.Text;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;

namespace Tagalong.Server.Tests;

/// <summary>The proxy of the environment is for every outgoing call, not for API servers alone.</summary>
public class OutgoingProxyTests
{
    [Fact]
    public async Task An_issuer_of_tokens_is_asked_through_the_proxy_of_the_environment()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var proxy = new FixedTargetProxy("http", target: 1);
        var port = VerbProcess.FreePort();
        await using var server = new VerbProcess(
            cluster,
            [
                ("PORT", $"{port}"), ("HTTPS_PROXY", proxy.Url), ("NO_PROXY", "internal.example"),
                ("Tagalong__Senders__Issuers__cluster__Authority", "https://issuer.example"), ("Tagalong__Senders__Issuers__cluster__Audiences__0", "tagalong"),
                ("Tagalong__Senders__Issuers__cluster__Subjects__0", "*"),
            ],
            "serve");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{Base64("""{"alg":"RS256","kid":"1"}""")}.{Base64("""{"iss":"a"}""")}.{Base64("-")}");

        await Eventually.EqualAsync(true, async () =>
        {
            await SendAsync(client);
            return proxy.Targets.Contains("issuer.example:443");
        });
    }

    private static async Task SendAsync(HttpClient client)
    {
        try
        {
            using var response = await client.PostAsync(new Uri("/", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=');
}
