using System.Text;

namespace Tagalong.DevCluster.Security;

/// <summary>The file with which clients connect to the cluster.</summary>
internal static class Kubeconfig
{
    public static string Write(Uri url, string authorityPem, DevUser user) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: dev
          cluster:
            server: {url.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}
        users:
        - name: "{user.Name}"
          user:
            token: "{user.Token}"
        contexts:
        - name: dev
          context:
            cluster: dev
            user: "{user.Name}"
            namespace: default
        current-context: dev

        """;
}
