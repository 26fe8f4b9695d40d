using System.Net.Http.Headers;
using System.Text;
using Tagalong.Server.Tests.Watching;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests;

/// <summary>The proxy of the environment is for every outgoing call, not for API servers alone.</summary>
public class OutgoingProxyTests
{
    [Fact]
    public async Task An_issuer_of_tokens_is_asked_through_the_proxy_of_the_environment()
    {
        await using var cluster = await Shop.StartAsync(replicaSets: 0);
        await using var proxy = new FixedTargetProxy("http", target: 1);
        await using var server = await ServeProcess.StartAsync(
            new Dictionary<string, string> { ["shop"] = cluster.KubeconfigFor() },
            $"HTTPS_PROXY={proxy.Url}", "NO_PROXY=internal.example", "Tagalong__Senders__Authentication=Required",
            "Tagalong__Senders__Issuers__cluster__Authority=https://issuer.example", "Tagalong__Senders__Issuers__cluster__Audiences__0=tagalong",
            "Tagalong__Senders__Issuers__cluster__Subjects__0=*");
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", $"{Base64("""{"alg":"RS256","kid":"1"}""")}.{Base64("""{"iss":"a"}""")}.{Base64("-")}");

        using var response = await server.Client.PostAsync(new Uri("/", UriKind.Relative), content: null, TestContext.Current.CancellationToken);

        Assert.Contains("issuer.example:443", proxy.Targets);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=');
}
