using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Core.ApiServer;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>The cluster's API for Argo Rollouts and people.</summary>
internal sealed class ClusterClient : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Makes a client of the administrator, who trusts the cluster's own authority and no other.</summary>
    public ClusterClient(DevApiServer cluster)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(cluster.CertificateAuthorityPem);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustPolicy.Only(authorities) },
        };
        _client = new HttpClient(handler) { BaseAddress = cluster.Url, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.AdminToken);
    }

    /// <summary>Merges a patch into an object, in one go: what others write at the same time stays.</summary>
    /// <param name="name">The object.</param>
    /// <param name="subresource"><c>/status</c>, or nothing for the object itself.</param>
    /// <param name="patch">A JSON merge patch.</param>
    /// <param name="fieldManager">In whose name.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>The object right after it.</returns>
    /// <exception cref="HttpRequestException">The API refuses it.</exception>
    public async Task<JsonObject> PatchAsync(
        ObjectName name, string subresource, string patch, string fieldManager, CancellationToken cancellationToken)
    {
        using var content = new StringContent(patch, Encoding.UTF8, "application/merge-patch+json");
        var path = new Uri($"{PathOf(name.Kind)}/{name.Name}{subresource}?fieldManager={fieldManager}", UriKind.Relative);
        using var response = await _client.PatchAsync(path, content, cancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _client.Dispose();

    private static string PathOf(ResourceKind kind) => $"apis/{kind.ApiVersion}/namespaces/{ObjectName.Namespace}/{kind.Plural}";
}
