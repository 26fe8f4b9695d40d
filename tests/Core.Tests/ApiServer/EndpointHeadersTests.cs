using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;
using Tagalong.Testing;
using Tagalong.Testing.Recording;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>An API server takes <c>Impersonate-Group: a, b</c> for one group with a comma in its name.</summary>
public sealed class EndpointHeadersTests
{
    [Fact]
    public async Task Each_value_has_a_header_of_its_own_with_and_without_TLS()
    {
        using var authority = Certificates.Authority("authority");
        using var certificate = Certificates.Signed(authority, "server");
        await using var encrypted = await RecordingApiServer.StartAsync(IPAddress.Loopback, certificate);
        await using var plain = await RecordingApiServer.StartAsync(IPAddress.Loopback, certificate: null);

        await CallAsync($"https://127.0.0.1:{encrypted.Port}", PemSource.OfText(authority.ExportCertificatePem()));
        await CallAsync($"http://127.0.0.1:{plain.Port}", authority: null);

        Assert.All((RecordingApiServer[])[encrypted, plain], static server => Assert.Equal(
            ["Impersonate-Group: Prüfer", "Impersonate-Group: a, b", "Impersonate-Group: viewers", "Impersonate-User: Jürgen"],
            Assert.Single(server.Calls).Headers.Where(static header => header.Key.StartsWith("Impersonate-", StringComparison.Ordinal))
                .Select(static header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal)));
    }

    private static async Task CallAsync(string server, PemSource? authority)
    {
        var endpoint = new ApiServerEndpoint
        {
            Server = server,
            Authority = authority,
            Headers = [new("Impersonate-User", "Jürgen"), new("Impersonate-Group", "viewers"), new("Impersonate-Group", "a, b"), new("Impersonate-Group", "Prüfer")],
        };
        using var transport = new ApiServerTransport(endpoint, TimeSpan.FromSeconds(10), TimeProvider.System, NullLogger.Instance);
        using var request = transport.Request(HttpMethod.Get, "api");
        using var response = await transport.SendAsync(request, credential: null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
