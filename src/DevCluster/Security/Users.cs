using System.Security.Cryptography.X509Certificates;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Http;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Security;

/// <summary>Who a request is from, and whether it may be made.</summary>
internal sealed class Users(IEnumerable<DevUser> users)
{
    private const string Scheme = "Bearer ";

    private readonly Dictionary<string, DevUser> _byToken = users.ToDictionary(user => user.Token, StringComparer.Ordinal);

    public DevUser? Find(string name) => _byToken.Values.FirstOrDefault(user => user.Name == name);

    /// <returns>Null, if the request comes with neither a user's certificate nor a user's token.</returns>
    public DevUser? Authenticate(HttpRequest request)
    {
        if (request.HttpContext.Connection.ClientCertificate is { } certificate)
        {
            // One that the authority did not sign never gets past the handshake.
            return Find(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        }

        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? _byToken.GetValueOrDefault(header[Scheme.Length..].Trim()) : null;
    }

    /// <exception cref="StatusException">403.</exception>
    public static void Authorize(DevUser user, ApiRequest request)
    {
        if (request.Kind is not { } kind)
        {
            return;
        }

        if (!IsAllowed(user, request))
        {
            var (resource, @namespace) = (ResourceOf(kind, request), NamespaceOf(kind, request));
            var place = @namespace is null ? "at the cluster scope" : $"in the namespace \"{@namespace}\"";
            throw Refusals.NotAllowed(
                kind,
                request.Name,
                $"User \"{user.Name}\" cannot {request.Verb} resource \"{resource}\" in API group \"{kind.Group}\" {place}");
        }
    }

    /// <summary>Whether a rule of the user grants a request about a resource.</summary>
    public static bool IsAllowed(DevUser user, ApiRequest request) =>
        request.Kind is not { } kind
        || user.Rules.Any(rule => rule.Allows(request.Verb, kind.Group, ResourceOf(kind, request), NamespaceOf(kind, request)));

    private static string ResourceOf(ResourceKind kind, ApiRequest request) =>
        request.Subresource.Length == 0 ? kind.Plural : $"{kind.Plural}/{request.Subresource}";

    // A request about a namespace is one in it.
    private static string? NamespaceOf(ResourceKind kind, ApiRequest request) => request.Namespace ?? (kind.Namespaced ? null : request.Name);
}
