using System.Security.Cryptography.X509Certificates;
using Tagalong.DevCluster.Requests;

namespace Tagalong.DevCluster.Security;

/// <summary>Authenticates and authorizes requests.</summary>
internal sealed class Users(IEnumerable<DevUser> users)
{
    private const string Scheme = "Bearer ";

    private readonly Dictionary<string, DevUser> _byToken = users.ToDictionary(user => user.Token, StringComparer.Ordinal);

    public DevUser? Find(string name) => _byToken.Values.FirstOrDefault(user => user.Name == name);

    /// <returns>Null if the request has neither a user's certificate nor a user's token.</returns>
    public DevUser? Authenticate(HttpRequest request)
    {
        if (request.HttpContext.Connection.ClientCertificate is { } certificate)
        {
            // The TLS handshake has rejected certificates that the authority did not sign.
            return Find(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        }

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? _byToken.GetValueOrDefault(header[Scheme.Length..].Trim()) : null;
    }

    /// <exception cref="StatusException">403.</exception>
    public static void Authorize(DevUser user, ApiRequest request)
    {
        if (request.Kind is { } kind && !IsAllowed(user, request))
        {
            var scope = NamespaceOf(kind, request) is { } ns ? $"in the namespace \"{ns}\"" : "at the cluster scope";
            throw StatusErrors.AccessDenied(
                kind,
                request.Name,
                $"User \"{user.Name}\" cannot {request.Verb} resource \"{ResourceOf(kind, request)}\" in API group \"{kind.Group}\" {scope}");
        }
    }

    /// <summary>Whether a rule of the user allows a request. Paths that are not resources are always allowed.</summary>
    public static bool IsAllowed(DevUser user, ApiRequest request) =>
        request.Kind is not { } kind
        || user.Rules.Any(rule => rule.Allows(request.Verb, kind.Group, ResourceOf(kind, request), NamespaceOf(kind, request)));

    private static string ResourceOf(ResourceKind kind, ApiRequest request) =>
        request.Subresource.Length == 0 ? kind.Plural : $"{kind.Plural}/{request.Subresource}";

    // A request for a namespace object counts as one in that namespace.
    private static string? NamespaceOf(ResourceKind kind, ApiRequest request) => request.Namespace ?? (kind.Namespaced ? null : request.Name);
}
