using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>What a kubeconfig's server and user come to.</summary>
public class ApiServerTransportTests
{
    [Theory]
    [InlineData("https://10.0.0.1:6443", "https://10.0.0.1:6443/api/v1/namespaces?limit=1")]
    [InlineData("https://10.0.0.1:6443/", "https://10.0.0.1:6443/api/v1/namespaces?limit=1")]
    [InlineData("https://rancher.example/k8s/clusters/c-abc", "https://rancher.example/k8s/clusters/c-abc/api/v1/namespaces?limit=1")]
    [InlineData("https://rancher.example/k8s/clusters/c-abc/", "https://rancher.example/k8s/clusters/c-abc/api/v1/namespaces?limit=1")]
    [InlineData("https://proxy.example/c%20abc", "https://proxy.example/c%20abc/api/v1/namespaces?limit=1")]
    [InlineData("http://127.0.0.1:8001", "http://127.0.0.1:8001/api/v1/namespaces?limit=1")]
    public void A_server_may_have_a_base_path(string server, string called)
    {
        using var client = Transport(new ApiServerEndpoint { Server = server });

        using var request = client.Request(HttpMethod.Get, "api/v1/namespaces?limit=1");

        Assert.Equal(new Uri(called), request.RequestUri);
    }

    [Theory]
    [InlineData("10.0.0.1:6443")]
    [InlineData("https://admin:s3cret@10.0.0.1:6443")]
    public void A_server_must_be_a_URL_without_a_user(string server)
    {
        var error = Assert.Throws<EndpointException>(() => Transport(new ApiServerEndpoint { Server = server }));

        Assert.Contains("is not the URL of an API server", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("certificate")]
    public void Credentials_are_not_sent_without_TLS(string credentials)
    {
        using var user = Certificates.Signed(Certificates.Authority("root"), "user");
        var endpoint = new ApiServerEndpoint
        {
            Server = "http://10.0.0.1:8080",
            Credentials = credentials == "token" ? FixedCredentials.Token("s3cret") : null,
            Certificate = credentials == "certificate" ? CertificateOf(user, user.ExportCertificatePem()) : null,
        };

        var error = Assert.Throws<EndpointException>(() => Transport(endpoint));

        Assert.Contains("Tagalong sends none without TLS; use https", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_sent_with_its_intermediates()
    {
        using var root = Certificates.Authority("root");
        using var between = Certificates.Authority("between", root);
        using var user = Certificates.Signed(between, "user");
        using var serverCertificate = Certificates.Signed(root, "server");
        var shown = new TaskCompletionSource<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(https =>
        {
            (https.ServerCertificate, https.ClientCertificateMode) = (serverCertificate, ClientCertificateMode.RequireCertificate);
            https.ClientCertificateValidation = (certificate, chain, _) =>
            {
                shown.TrySetResult(string.Join(' ', chain!.ChainPolicy.ExtraStore.Select(static sent => sent.Subject).Prepend(certificate.Subject).Distinct()));
                return true;
            };
        })));
        await using var server = builder.Build();
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var client = Transport(new ApiServerEndpoint
        {
            Server = server.Urls.Single(),
            Authority = PemSource.OfText(root.ExportCertificatePem()),
            Certificate = CertificateOf(user, $"{user.ExportCertificatePem()}\n{between.ExportCertificatePem()}"),
        });

        using var request = client.Request(HttpMethod.Get, "version");
        using var answer = await client.SendAsync(request, credential: null, TestContext.Current.CancellationToken);

        Assert.Equal("CN=user CN=between", await shown.Task);
    }

    private static ApiServerTransport Transport(ApiServerEndpoint endpoint) => new(endpoint, TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger.Instance);

    private static ClientCertificate CertificateOf(X509Certificate2 user, string certificates) =>
        new(PemSource.OfText(certificates), PemSource.OfText(user.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
}
