using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Authentication;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Testing;

/// <summary>
/// The Kubernetes API as raw JSON, as the user of a kubeconfig. Rejected requests throw an exception with the server's message.
/// </summary>
public sealed class ClusterApi : IDisposable
{
    private readonly Kubernetes _client;

    private ClusterApi(Kubernetes client) => _client = client;

    /// <summary>For requests without a method here. Its base address is the API server's.</summary>
    public HttpClient Http => _client.HttpClient;

    /// <param name="kubeconfig">The text of the file.</param>
    public static ClusterApi Of(string kubeconfig)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesClientConfiguration.LoadKubeConfig(text));
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        var credentials = new CredentialsHandler();
        var client = new Kubernetes(configuration, credentials);
        credentials.Credentials = client.Credentials;
        client.HttpClient.BaseAddress = new Uri(configuration.Host);
        client.HttpClient.DefaultRequestVersion = HttpVersion.Version20;
        return new ClusterApi(client);
    }

    /// <summary>The path of a collection.</summary>
    /// <param name="kind">The kind of its objects.</param>
    /// <param name="ns">Null for all namespaces, and for cluster-scoped objects.</param>
    public static string PathOf(ResourceKind kind, string? ns)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.ApiVersion}";
        return ns is null ? $"{root}/{kind.Plural}" : $"{root}/namespaces/{ns}/{kind.Plural}";
    }

    /// <summary>The path of an object.</summary>
    public static string PathOf(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return $"{PathOf(ResourceKinds.Of(value)!, (string?)value["metadata"]!["namespace"])}/{value["metadata"]!["name"]}";
    }

    /// <summary>Creates an object.</summary>
    /// <returns>The created object.</returns>
    public Task<JsonObject> CreateAsync(JsonObject value, string fieldManager)
    {
        ArgumentNullException.ThrowIfNull(value);
        var path = PathOf(ResourceKinds.Of(value)!, (string?)value["metadata"]!["namespace"]);
        return ExpectAsync(HttpMethod.Post, $"{path}?fieldManager={fieldManager}", value);
    }

    /// <summary>Reads the current object.</summary>
    public Task<JsonObject> GetAsync(JsonObject value) => ExpectAsync(HttpMethod.Get, PathOf(value), null);

    /// <summary>Replaces an object. With a resource version in it, only if that version is still current.</summary>
    /// <returns>The object right after it.</returns>
    public Task<JsonObject> UpdateAsync(JsonObject value, string fieldManager) =>
        ExpectAsync(HttpMethod.Put, $"{PathOf(value)}?fieldManager={fieldManager}", value);

    /// <summary>Merges a JSON merge patch into an object, or into a subresource of it.</summary>
    /// <returns>The object right after it.</returns>
    public Task<JsonObject> MergeAsync(JsonObject value, JsonObject patch, string fieldManager, string subresource = "") =>
        ExpectAsync(HttpMethod.Patch, $"{PathOf(value)}{subresource}?fieldManager={fieldManager}", patch, "application/merge-patch+json");

    /// <summary>Sets a label as a field manager, or removes it if the value is null.</summary>
    /// <returns>The object right after it.</returns>
    public Task<JsonObject> LabelAsync(JsonObject value, string key, string? to, string fieldManager) =>
        MergeAsync(value, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [key] = to } } }, fieldManager);

    /// <summary>Deletes an object. Its dependents are left to the garbage collector, if the cluster has one.</summary>
    public Task DeleteAsync(JsonObject value) => ExpectAsync(HttpMethod.Delete, PathOf(value), null);

    /// <summary>The objects of a kind in a namespace.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceKind kind, string ns)
    {
        var list = await ExpectAsync(HttpMethod.Get, PathOf(kind, ns), null);
        return [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    /// <summary>Sends a request, and returns errors too.</summary>
    public Task<(HttpStatusCode Code, JsonNode Body)> CallAsync(
        HttpMethod method, string path, JsonNode? body = null, string mediaType = "application/json") =>
        Http.CallAsync(method, path, body?.ToJsonString(), mediaType);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<JsonObject> ExpectAsync(HttpMethod method, string path, JsonObject? body, string mediaType = "application/json")
    {
        var (code, response) = await CallAsync(method, path, body, mediaType);
        return (int)code < 300 ? response.AsObject() : throw new HttpRequestException($"{method} {path}: {(int)code} {response["message"]}", null, code);
    }

    /// <summary>The client adds credentials only to the requests of its own methods.</summary>
    private sealed class CredentialsHandler : DelegatingHandler
    {
        public ServiceClientCredentials? Credentials { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Credentials is not null)
            {
                await Credentials.ProcessHttpRequestAsync(request, cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
