namespace Tagalong.Cli.Tests.Connecting;

/// <summary>A kubeconfig in a temporary file; its clusters do not exist.</summary>
internal sealed class KubeconfigFile : IDisposable
{
    private KubeconfigFile(string content)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, content);
    }

    public string Path { get; }

    public static KubeconfigFile Holding(string content) => new(content);

    /// <summary>Contexts of these names; the namespace of each is named after it.</summary>
    public static KubeconfigFile Of(string? current, params string[] contexts) => new(
        $"""
        apiVersion: v1
        kind: Config
        current-context: {(current is null ? "" : $"'{current}'")}
        users: [{string.Join(", ", contexts.Select(name => $$"""{name: '{{name}}', user: {token: t} }"""))}]
        clusters: [{string.Join(", ", contexts.Select(name => $$"""{name: '{{name}}', cluster: {server: 'https://127.0.0.1:1'} }"""))}]
        contexts: [{string.Join(", ", contexts.Select((name, at) => $$"""{name: '{{name}}', context: {cluster: '{{name}}', user: '{{name}}', namespace: ns-{{at}} } }"""))}]
        """);

    public void Dispose() => File.Delete(Path);
}
