using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tagalong.Hosting.Tests.Authentication;

/// <summary>An issuer of tokens as a cluster or Entra is one: discovery and keys over https, by a certificate of its own making.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    public const string Audience = "tagalong";
    public const string Subject = "system:serviceaccount:shop:labels-source";

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;
    private int _keyNumber;

    private FakeIssuer(WebApplication app, X509Certificate2 certificate)
    {
        (_app, _certificate) = (app, certificate);
        CertificateFile = Path.GetTempFileName();
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        Rotate();
    }

    public string Address { get; private set; } = "";

    /// <summary>What tokens and discovery have as the issuer: not the address, as with a cluster.</summary>
    public string Name { get; init; } = "https://kubernetes.default.svc.cluster.local";

    public string CertificateFile { get; }

    public SecurityKey Key { get; private set; } = null!;

    /// <summary>What it does instead of answering; null for what it should do.</summary>
    public RequestDelegate? Fault { get; set; }

    /// <summary>The token that it wants to see, or null.</summary>
    public string? WantedToken { get; set; }

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public int KeysAsked => Asked.Count(path => path == "/keys");

    public static async Task<FakeIssuer> StartAsync()
    {
        var certificate = Certificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var issuer = new FakeIssuer(app, certificate);
        app.Run(issuer.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        issuer.Address = $"https://127.0.0.1:{new Uri(app.Urls.Single()).Port}";
        return issuer;
    }

    /// <summary>The settings that make a function take its tokens.</summary>
    public string[] Settings(string name = "cluster") =>
    [
        "Tagalong:Senders:Authentication=Required",
        $"Tagalong:Senders:Issuers:{name}:Authority={Address}",
        $"Tagalong:Senders:Issuers:{name}:CertificateAuthority={CertificateFile}",
        $"Tagalong:Senders:Issuers:{name}:Audiences:0={Audience}",
        $"Tagalong:Senders:Issuers:{name}:Subjects:0=system:serviceaccount:shop:*",
    ];

    /// <summary>From now on it signs by another key, and knows no more of the one before.</summary>
    public void Rotate() => Key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = $"key-{++_keyNumber}" };

    /// <summary>Signs nothing from now on, and offers the public key of another issuer as its own.</summary>
    public void Offer(SecurityKey key) => Key = key;

    public void UseRsa() => Key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = $"key-{++_keyNumber}" };

    /// <summary>A token that is good in every way, but for what is changed.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null, TimeProvider? time = null)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = Subject },
            SigningCredentials = SignedBy(Key),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public static SigningCredentials SignedBy(SecurityKey key) =>
        new(key, key is ECDsaSecurityKey ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
        File.Delete(CertificateFile);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue(context.Request.Path);
        if (Fault is not null)
        {
            await Fault(context);
        }
        else if (WantedToken is not null && context.Request.Headers.Authorization != $"Bearer {WantedToken}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (context.Request.Path == "/.well-known/openid-configuration")
        {
            await context.Response.WriteAsync($$"""{"issuer":"{{Name}}","jwks_uri":"{{Address}}/keys","id_token_signing_alg_values_supported":["RS256"]}""");
        }
        else
        {
            await context.Response.WriteAsync($$"""{"keys":[{{Jwk(Key)}}]}""");
        }
    }

    private static string Jwk(SecurityKey key)
    {
        switch (key)
        {
            case ECDsaSecurityKey { ECDsa: var ecdsa }:
                var point = ecdsa.ExportParameters(false).Q;
                return $$"""{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"{{key.KeyId}}","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}""";
            case RsaSecurityKey { Rsa: var rsa }:
                var numbers = rsa.ExportParameters(false);
                return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(numbers.Modulus)}}","e":"{{Base64UrlEncoder.Encode(numbers.Exponent)}}"}""";
            default:
                throw new ArgumentException("No such key.", nameof(key));
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pfx), null);
    }
}
