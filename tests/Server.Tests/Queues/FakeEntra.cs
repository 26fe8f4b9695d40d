using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>Entra ID's token endpoint on a loopback port, over TLS. Its tokens have the claims that Azurite looks at, and no signature, at which it does not.</summary>
internal sealed class FakeEntra : IAsyncDisposable
{
    public const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    public const string StorageAudience = "https://storage.azure.com";
    public const string Client = "11111111-2222-3333-4444-555555555555";

    private readonly X509Certificate2 _certificate;
    private WebApplication? _application;

    private FakeEntra(X509Certificate2 certificate) => _certificate = certificate;

    public Uri Url { get; private set; } = new("https://127.0.0.1");

    /// <summary>For whom its tokens are.</summary>
    public string Audience { get; set; } = StorageAudience;

    /// <summary>The scopes that were asked for.</summary>
    public ConcurrentQueue<string> Scopes { get; } = new();

    /// <param name="authority">Who vouches for it.</param>
    public static async Task<FakeEntra> StartAsync(X509Certificate2 authority)
    {
        var entra = new FakeEntra(Certificates.Signed(authority, "fake-entra"));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(entra._certificate)));
        entra._application = builder.Build();
        entra._application.Run(entra.ServeAsync);
        await entra._application.StartAsync();
        entra.Url = new Uri(entra._application.Urls.First());
        return entra;
    }

    public async ValueTask DisposeAsync()
    {
        await _application!.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var isRight = context.Request.Path == $"/{Tenant}/oauth2/v2.0/token" && form["client_id"] == Client && form["client_assertion"] == "federated";
        Scopes.Enqueue(form["scope"].ToString());
        context.Response.StatusCode = isRight ? 200 : 400;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            isRight ? new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = Token() }.ToJsonString()
                : """{"error":"invalid_client","error_description":"AADSTS700213: no such identity"}""",
            context.RequestAborted);
    }

    private string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = Audience,
            ["iss"] = $"https://sts.windows.net/{Tenant}/",
            ["iat"] = now - 60,
            ["nbf"] = now - 60,
            ["exp"] = now + 3600,
        };
        return string.Join('.', ((string[])["""{"alg":"RS256","typ":"JWT"}""", claims.ToJsonString(), "none"]).Select(static part =>
            System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));
    }
}
