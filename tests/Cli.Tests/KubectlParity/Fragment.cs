using System.Collections.Immutable;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>One feature of a kubeconfig: fields of its cluster and of its user.</summary>
/// <param name="Name">Its name.</param>
internal sealed record Fragment(string Name)
{
    private const string Plugin = "{ apiVersion: client.authentication.k8s.io/v1, command: @PLUGIN@, interactiveMode: Never";
    private const string Certificate = """'{"clientCertificateData":"@CHAINED_CERT_JSON@","clientKeyData":"@CHAINED_KEY_JSON@"}'""";

    public static ImmutableArray<Fragment> All { get; } =
    [
        OfCluster("name", ("server", "\"https://localhost:@MAIN@\"")),
        OfCluster("path", ("server", "\"https://127.0.0.1:@MAIN@/k8s/clusters/c-1\"")),
        OfCluster("authority file", ("certificate-authority", "ca.crt")),
        OfCluster("authority bundle", ("certificate-authority-data", "@OTHER_THEN_CA@")),
        OfCluster("wrong authority", ("certificate-authority-data", "@OTHER_CA@")),
        OfCluster("server name", ("tls-server-name", "kube.example.test")),
        OfCluster("HTTP proxy", ("proxy-url", "\"http://127.0.0.1:@PROXY@\"")),
        OfCluster("HTTPS proxy", ("proxy-url", "\"https://localhost:@TLS_PROXY@\"")),
        OfCluster("SOCKS proxy", ("proxy-url", "\"socks5://127.0.0.1:@SOCKS@\"")),
        OfCluster("uncompressed", ("disable-compression", "true")),
        OfUser("token file", ("tokenFile", "token")),
        OfUser("password", ("username", "me"), ("password", "secret")),
        OfUser("certificate", ("client-certificate-data", "@CLIENT_CERT@"), ("client-key-data", "@CLIENT_KEY@")),
        OfUser("certificate chain in files", ("client-certificate", "client.crt"), ("client-key", "client.key")),
        OfUser("plugin", ("exec", $"{Plugin}, args: [a b], env: [ {{ name: SEEN_X, value: x }} ] }}")),
        OfUser("plugin with cluster", ("exec", $"{Plugin}, provideClusterInfo: true }}")),
        OfUser("plugin with certificate", ("exec", $"{Plugin}, env: [ {{ name: PLUGIN_STATUS, value: {Certificate} }} ] }}")),
        OfUser("auth provider", ("auth-provider", "{ name: gcp }")),
        OfUser("impersonated user", ("as", "auditor")),
        OfUser("impersonated groups", ("as-groups", "[viewers, \"system:authenticated\"]")),
        OfUser("impersonated uid and extra", ("as-uid", "8f0c1f9e"), ("as-user-extra", "{ reason: [audit, yearly] }")),
    ];

    /// <summary>The kubeconfigs with one feature and with two.</summary>
    /// <remarks>What neither of them sets is as usual: an address, the right authority, and a token.</remarks>
    public static ImmutableArray<ParityCase> Cases { get; } =
    [
        .. from first in Enumerable.Range(0, All.Length)
           from second in Enumerable.Range(first, All.Length - first)
           where first == second || !All[first].Fields.Any(field => All[second].Fields.Any(other => other.Name == field.Name))
           select CaseOf(All[first], All[second]),
    ];

    private ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    private bool IsOfUser { get; init; }

    private static Fragment OfCluster(string name, params (string, string)[] fields) => new(name) { Fields = [.. fields] };

    private static Fragment OfUser(string name, params (string, string)[] fields) => new(name) { Fields = [.. fields], IsOfUser = true };

    private static ParityCase CaseOf(Fragment first, Fragment second)
    {
        Fragment[] both = first == second ? [first] : [first, second];
        var cluster = both.Where(static fragment => !fragment.IsOfUser).SelectMany(static fragment => fragment.Fields).ToList();
        var user = both.Where(static fragment => fragment.IsOfUser).SelectMany(static fragment => fragment.Fields).ToList();
        Default(cluster, "server", "\"https://127.0.0.1:@MAIN@\"");
        Default(cluster, "certificate-authority", "@CA@", "certificate-authority-data");
        if (user.TrueForAll(static field => field.Name.StartsWith("as", StringComparison.Ordinal)))
        {
            user.Add(("token", "good"));
        }

        var kubeconfig = $$"""
            apiVersion: v1
            kind: Config
            current-context: prod
            clusters: [ { name: prod, cluster: { {{Text(cluster)}} } } ]
            contexts: [ { name: prod, context: { cluster: prod, user: me, namespace: shop } } ]
            users: [ { name: me, user: { {{Text(user)}} } } ]
            """;
        return new ParityCase
        {
            Name = string.Join(" and ", both.Select(static fragment => fragment.Name)),
            Text = kubeconfig,
            Files =
            [
                new("kubeconfig", kubeconfig, ""), new("ca.crt", "@CA_PEM@", ""), new("token", "of-file", ""),
                new("client.crt", "@CHAINED_CERT_PEM@", ""), new("client.key", "@CHAINED_KEY_PEM@", ""),
            ],
        };
    }

    private static void Default(List<(string Name, string Value)> fields, string name, string value, string? instead = null)
    {
        if (!fields.Exists(field => field.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            fields.Add((instead ?? name, value));
        }
    }

    private static string Text(IEnumerable<(string Name, string Value)> fields) =>
        string.Join(", ", fields.Select(static field => $"{field.Name}: {field.Value}"));
}
