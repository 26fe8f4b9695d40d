using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Exceptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
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
        using var client = new ApiServerTransport(new KubernetesClientConfiguration { Host = server }, TimeSpan.FromSeconds(1));

        using var request = client.Request(HttpMethod.Get, "api/v1/namespaces?limit=1");

        Assert.Equal(new Uri(called), request.RequestUri);
    }

    [Theory]
    [InlineData("10.0.0.1:6443")]
    [InlineData("https://admin:s3cret@10.0.0.1:6443")]
    public void A_server_must_be_a_URL_without_a_user(string server)
    {
        var error = Assert.Throws<KubeConfigException>(() => new ApiServerTransport(new KubernetesClientConfiguration { Host = server }, TimeSpan.FromSeconds(1)));

        Assert.Contains("is not the URL of an API server", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("certificate")]
    public void Credentials_are_not_sent_without_TLS(string credentials)
    {
        using var user = Certificates.Signed(Certificates.Authority("root"), "user");
        var configuration = new KubernetesClientConfiguration { Host = "http://10.0.0.1:8080" };
        if (credentials == "token")
        {
            configuration.AccessToken = "s3cret";
        }
        else
        {
            (configuration.ClientCertificateData, configuration.ClientCertificateKeyData) =
                (Base64(user.ExportCertificatePem()), Base64(user.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));
        }

        var error = Assert.Throws<KubeConfigException>(() => new ApiServerTransport(configuration, TimeSpan.FromSeconds(1)));

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
        var configuration = new KubernetesClientConfiguration
        {
            Host = server.Urls.Single(),
            SslCaCerts = [root],
            ClientCertificateData = Base64($"{user.ExportCertificatePem()}\n{between.ExportCertificatePem()}"),
            ClientCertificateKeyData = Base64(user.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
        };
        using var client = new ApiServerTransport(configuration, TimeSpan.FromSeconds(30));

        using var request = client.Request(HttpMethod.Get, "version");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("CN=user CN=between", await shown.Task);
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
