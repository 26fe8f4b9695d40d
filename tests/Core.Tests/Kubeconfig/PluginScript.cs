using Tagalong.Core.ApiServer;
using Tagalong.Core.Tests.ApiServer;

namespace Tagalong.Core.Tests.Kubeconfig;

/// <summary>A credential plugin for one test: a shell script that counts how often it ran.</summary>
internal sealed class PluginScript : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tagalong plugin ");

    /// <param name="body">The script. <c>$n</c> is the number of this run, <c>token TOKEN [MEMBERS]</c> writes credentials.</param>
    public PluginScript(string body)
    {
        Path = this["plugin.sh"];
        File.WriteAllText(Path, $$$"""
            #!/bin/sh
            echo >> "$(dirname "$0")/runs"
            n=$(($(wc -l < "$(dirname "$0")/runs")))
            token() { printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"%s}}' "$1" "$2"; }
            {{{body}}}
            """);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>How often it ran.</summary>
    public int Runs => File.Exists(this["runs"]) ? File.ReadAllLines(this["runs"]).Length : 0;

    /// <summary>A file beside it.</summary>
    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>The user's entry of a kubeconfig.</summary>
    /// <param name="members">More members of <c>exec</c>, with a comma before.</param>
    /// <param name="command">Another command.</param>
    public string User(string members = "", string? command = null) =>
        $$"""exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: '{{command ?? Path}}'{{members}} }""";

    public IApiCredentials Credentials(string members = "", TimeProvider? time = null, string? command = null) => Connections.EndpointOf(
        $$"""
        current-context: c
        clusters:
        - name: c
          cluster:
            server: https://api.example:6443
            tls-server-name: api.internal
            certificate-authority-data: Q0E=
            proxy-url: http://proxy:3128
            extensions: [{ name: client.authentication.k8s.io/exec, extension: { audience: prod, ports: [1, 2.5], on: true, none: null, text: '1' } }]
        contexts: [{ name: c, context: { cluster: c, user: u } }]
        users: [{ name: u, user: { {{User(members, command)}} } }]
        """,
        time).Credentials!;

    public void Dispose() => _folder.Delete(recursive: true);
}
