using System.Net.Http.Headers;
using Tagalong.Core.Credentials;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Core.ApiServer;

/// <summary>A bearer token in a file that may be rotated, such as a kubeconfig's <c>tokenFile</c>. It is read again after 10 seconds.</summary>
/// <remarks>The Kubernetes client supports such files only inside a pod.</remarks>
internal sealed class TokenFile(string path, TimeProvider time) : IRenewableToken
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);

    private volatile Known? _known;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        if (_known is not { } known || time.GetElapsedTime(known.ReadAt) > ReadEvery)
        {
            var token = await SecretFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            _known = known = new Known(new AuthenticationHeaderValue("Bearer", token), time.GetTimestamp());
        }

        return known.Header;
    }

    public void Forget() => _known = null;

    /// <summary>The token file of a kubeconfig's user, or null. A relative path starts at the kubeconfig's folder.</summary>
    public static string? PathIn(string kubeconfig, string user)
    {
        using var reader = File.OpenText(kubeconfig);
        var yaml = new YamlStream();
        yaml.Load(reader);
        foreach (var root in yaml.Documents.Select(static document => document.RootNode))
        {
            foreach (var entry in (Member(root, "users") as YamlSequenceNode)?.Children ?? [])
            {
                if (Text(Member(entry, "name")) == user && Text(Member(Member(entry, "user"), "tokenFile")) is { Length: > 0 } path)
                {
                    return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(kubeconfig))!, path);
                }
            }
        }

        return null;
    }

    private static YamlNode? Member(YamlNode? node, string name) =>
        (node as YamlMappingNode)?.Children.FirstOrDefault(member => Text(member.Key) == name).Value;

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    private sealed record Known(AuthenticationHeaderValue Header, long ReadAt);
}
