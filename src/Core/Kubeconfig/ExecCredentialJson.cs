using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.KubeConfigModels;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.Kubeconfig;

/// <summary>The object <c>ExecCredential</c>, which goes to a credential plugin and comes back from it.</summary>
internal static partial class ExecCredentialJson
{
    private const string Kind = "ExecCredential";

    /// <summary>What a plugin is told, in the variable <c>KUBERNETES_EXEC_INFO</c>.</summary>
    /// <param name="apiVersion">The version of the API.</param>
    /// <param name="cluster">The cluster, if the plugin is to know it; else null.</param>
    /// <exception cref="EndpointException">The file of the cluster's authority cannot be read.</exception>
    public static string Request(string apiVersion, KubeconfigCluster? cluster)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind);
            writer.WriteString("apiVersion", apiVersion);
            writer.WriteStartObject("spec");
            if (cluster is not null)
            {
                Write(cluster, writer);
            }

            writer.WriteBoolean("interactive", false);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.GetBuffer(), 0, (int)json.Length);
    }

    /// <summary>Reads what a plugin wrote.</summary>
    /// <returns>The credentials, and when they expire; null if they are used until they are rejected.</returns>
    /// <exception cref="CredentialException">It is not such an object, or has no credentials. The message does not quote it.</exception>
    public static (ApiCredential Credential, DateTimeOffset? ExpiresAt) Read(string output, string apiVersion, string command)
    {
        try
        {
            var response = JsonSerializer.Deserialize(output, PluginJson.Default.ExecCredentialResponse) ?? throw new JsonException();
            return Read(response, apiVersion, command);
        }
        catch (JsonException)
        {
            throw new CredentialException($"The credential plugin {command} did not write an {Kind} of the API {apiVersion} as JSON.");
        }
    }

    private static (ApiCredential Credential, DateTimeOffset? ExpiresAt) Read(ExecCredentialResponse response, string apiVersion, string command)
    {
        if (response.Kind != Kind || response.ApiVersion != apiVersion)
        {
            throw new CredentialException(
                $"The credential plugin {command} wrote a {(response.Kind == Kind ? $"{Kind} of another API" : "JSON object of another kind")}; the kubeconfig wants {apiVersion}.");
        }

        if (response.Status is not { } status)
        {
            throw new CredentialException($"The credential plugin {command} wrote an {Kind} without a status.");
        }

        var (token, certificate, key) = (Text(status.Token), Text(status.ClientCertificateData), Text(status.ClientKeyData));
        if ((certificate is null) != (key is null))
        {
            throw new CredentialException($"The credential plugin {command} returned a client certificate without its key, or a key alone.");
        }

        if (token is null && certificate is null)
        {
            throw new CredentialException($"The credential plugin {command} returned neither a token nor a client certificate.");
        }

        if (token is not null && !FixedCredentials.IsToken(token))
        {
            throw new CredentialException($"The credential plugin {command} returned a token with characters that no token has.");
        }

        var credential = new ApiCredential(
            token is null ? null : new("Bearer", token),
            certificate is null ? null : new ClientCertificate(PemSource.OfText(certificate), PemSource.OfText(key!)));
        return (credential, status.ExpirationTimestamp);
    }

    private static void Write(KubeconfigCluster cluster, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("cluster");
        writer.WriteString("server", cluster.Server);
        WriteIfSet("tls-server-name", cluster.TlsServerName);
        if (cluster.SkipsTlsVerification)
        {
            writer.WriteBoolean("insecure-skip-tls-verify", true);
        }

        if (AuthorityOf(cluster) is { } authority)
        {
            writer.WriteBase64String("certificate-authority-data", Encoding.UTF8.GetBytes(authority));
        }

        WriteIfSet("proxy-url", cluster.ProxyUrl);
        if (cluster.DisablesCompression)
        {
            writer.WriteBoolean("disable-compression", true);
        }

        // As client-go does, the member is there even if the cluster has no configuration for plugins.
        writer.WritePropertyName("config");
        writer.WriteRawValue(cluster.PluginConfig ?? "null");

        writer.WriteEndObject();

        void WriteIfSet(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }

    private static string? AuthorityOf(KubeconfigCluster cluster)
    {
        try
        {
            return cluster.CertificateAuthorityPem ?? (cluster.CertificateAuthority is { } file ? File.ReadAllText(file) : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EndpointException(exception.Message, exception);
        }
    }

    private static string? Text(string? text) => text is { Length: > 0 } ? text : null;

    [JsonSerializable(typeof(ExecCredentialResponse))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class PluginJson : JsonSerializerContext;
}
