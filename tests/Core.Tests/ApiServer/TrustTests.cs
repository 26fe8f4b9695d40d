using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;
using Tagalong.Core.Text;
using Tagalong.Testing;
using TemporaryFolder = Tagalong.Core.Tests.Fleet.TemporaryFolder;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>Which servers are trusted, by which name, and how certificates are followed.</summary>
public sealed class TrustTests : IDisposable
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _files = new();
    private readonly X509Certificate2 _root = Certificates.Authority("root");
    private readonly X509Certificate2 _other = Certificates.Authority("other");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("other root")]
    [InlineData("root other")]
    [InlineData("text other text root text")]
    [InlineData("malformed root")]
    public async Task Each_certificate_of_a_bundle_is_an_authority(string bundle)
    {
        await using var server = await TlsServer.StartAsync(Certificates.Signed(_root, "server"), Cancelled);
        using var transport = Transport(server, Bundle(bundle));

        Assert.Null(await CallAsync(transport));
    }

    [Fact]
    public async Task An_authority_may_be_signed_by_another_one_and_so_may_the_certificate_itself_be_one()
    {
        using var between = Certificates.Authority("between", _root);
        await using var server = await TlsServer.StartAsync(Certificates.Signed(between, "server"), Cancelled);
        using var byIntermediate = Transport(server, between.ExportCertificatePem());
        using var byLeaf = Transport(server, server.Certificate.ExportCertificatePem());

        Assert.Null(await CallAsync(byIntermediate));
        Assert.Null(await CallAsync(byLeaf));
    }

    [Fact]
    public async Task An_authority_with_the_same_name_and_another_key_is_not_accepted()
    {
        using var between = Certificates.Authority("between", _root);
        using var forged = Certificates.Authority("between", _root);
        await using var server = await TlsServer.StartAsync(Certificates.Signed(forged, "server"), Cancelled);
        using var transport = Transport(server, between.ExportCertificatePem());

        Assert.StartsWith("The server's certificate is not trusted", await CallAsync(transport), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_TLS_server_name_is_for_the_certificate_alone_and_Host_stays_the_servers()
    {
        await using var server = await TlsServer.StartAsync(Certificates.Signed(_root, "server", "api.internal"), Cancelled);
        using var right = Transport(server, Bundle("root"), name: "api.internal");
        using var wrong = Transport(server, Bundle("root"), name: "api.wrong");

        Assert.Null(await CallAsync(right));
        Assert.Equal("The server's certificate is not for the name 'api.wrong'.", await CallAsync(wrong));
        Assert.Equal([("api.internal", $"127.0.0.1:{server.Port}", null, "HTTP/2")], server.Requests);
    }

    [Fact]
    public async Task An_unverified_server_is_called_where_that_is_allowed()
    {
        await using var server = await TlsServer.StartAsync(Certificates.Signed(_other, "server"), Cancelled);
        using var transport = new ApiServerTransport(
            new ApiServerEndpoint { Server = server.Url, IsUnverified = true }, TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger.Instance);

        Assert.Null(await CallAsync(transport));
    }

    [Fact]
    public async Task A_rotated_authority_is_followed_at_the_next_failure_and_a_bad_file_keeps_the_old_one()
    {
        var file = _files.Write("ca.crt", Bundle("root"));
        await using var server = await TlsServer.StartAsync(Certificates.Signed(_root, "server"), Cancelled);
        var (clock, log) = (new FakeTimeProvider(), new FakeLogger());
        using var transport = new ApiServerTransport(
            new ApiServerEndpoint { Server = server.Url, Authority = PemSource.OfFile(file) }, TimeSpan.FromSeconds(30), clock, log);
        Assert.Null(await CallAsync(transport));

        _files.Write("ca.crt", "not a certificate at all");
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await CallAsync(transport));
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await CallAsync(transport));
        var kept = Assert.Single(log.Collector.GetSnapshot());
        Assert.StartsWith("The changed certificates for the API server 127.0.0.1 cannot be used, and the earlier ones stay: ", kept.Message, StringComparison.Ordinal);

        _files.Write("ca.crt", Bundle("other"));
        await transport.LocateAsync(Cancelled);
        Assert.NotNull(await CallAsync(transport));
        server.Certificate = Certificates.Signed(_other, "server");
        Assert.Null(await CallAsync(transport));
    }

    [Fact]
    public async Task A_rotated_client_certificate_is_shown_by_new_connections()
    {
        using var first = Certificates.Signed(_root, "first");
        using var second = Certificates.Signed(_root, "second");
        await using var server = await TlsServer.StartAsync(Certificates.Signed(_root, "server"), Cancelled);
        var clock = new FakeTimeProvider();
        using var transport = new ApiServerTransport(
            new ApiServerEndpoint
            {
                Server = server.Url,
                Authority = PemSource.OfText(Bundle("root")),
                Certificate = new ClientCertificate(PemSource.OfFile(_files.Write("tls.crt", first.ExportCertificatePem())), PemSource.OfFile(_files.Write("tls.key", KeyOf(first)))),
            },
            TimeSpan.FromSeconds(30), clock, NullLogger.Instance);
        Assert.Null(await CallAsync(transport));

        // The two files are never written at the same time.
        _files.Write("tls.crt", second.ExportCertificatePem());
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await CallAsync(transport));
        _files.Write("tls.key", KeyOf(second));
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await CallAsync(transport));

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(static request => request.Client));
    }

    [Fact]
    public async Task A_client_certificate_in_the_credentials_is_shown_and_so_is_its_successor()
    {
        using var first = Certificates.Signed(_root, "first");
        using var second = Certificates.Signed(_root, "second");
        await using var server = await TlsServer.StartAsync(Certificates.Signed(_root, "server"), Cancelled);
        using var transport = Transport(server, Bundle("root"));

        foreach (var certificate in (X509Certificate2[])[first, first, second])
        {
            using var request = transport.Request(HttpMethod.Get, "version");
            using var response = await transport.SendAsync(request, Holding(certificate), Cancelled);
        }

        Assert.Equal(["CN=first", "CN=first", "CN=second"], server.Requests.Select(static request => request.Client));
    }

    private static ApiCredential Holding(X509Certificate2 certificate) =>
        new(header: null, new ClientCertificate(PemSource.OfText(certificate.ExportCertificatePem()), PemSource.OfText(KeyOf(certificate))));

    private static ApiServerTransport Transport(TlsServer server, string authority, string? name = null) => new(
        new ApiServerEndpoint { Server = server.Url, Authority = PemSource.OfText(authority), TlsServerName = name },
        TimeSpan.FromSeconds(30), TimeProvider.System, NullLogger.Instance);

    private static async Task<string?> CallAsync(ApiServerTransport transport)
    {
        try
        {
            using var request = transport.Request(HttpMethod.Get, "version");
            using var response = await transport.SendAsync(request, await transport.AuthenticateAsync(request, Cancelled), Cancelled);
            return null;
        }
        catch (HttpRequestException exception)
        {
            return exception.Innermost().Message;
        }
    }

    private string Bundle(string parts) => string.Concat(parts.Split(' ').Select(part => part switch
    {
        "root" => $"{_root.ExportCertificatePem()}\n",
        "other" => $"{_other.ExportCertificatePem()}\n",
        "malformed" => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        _ => "# Subject: some text\n",
    }));

    private static string KeyOf(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
}
