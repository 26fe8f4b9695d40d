using System.Text.Json.Nodes;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>Runs programs with the files and variables of one case.</summary>
internal sealed class ParityRun : IDisposable
{
    /// <summary>
    /// The credential plugin of the cases, <c>@PLUGIN@</c>. The folder has a link to it: a script that was just written may still be open in
    /// another process that is being started, and then it cannot be run.
    /// </summary>
    private static readonly string Plugin = Path.Combine(AppContext.BaseDirectory, "KubectlParity", "plugin.sh");

    private readonly ParityCase _case;
    private readonly ParityServers _servers;
    private readonly Placeholders _placeholders;
    private readonly string _folder = Directory.CreateTempSubdirectory("tagalong-parity-").FullName;
    private readonly (string Name, string Value)[] _ofRun;

    public ParityRun(ParityCase parityCase, ParityServers servers, Placeholders placeholders)
    {
        (_case, _servers, _placeholders) = (parityCase, servers, placeholders);
        _ofRun =
        [
            ("@DIR@", _folder),
            ("@PLUGIN@", Path.Combine(_folder, "plugin")),
            .. servers.Ports.Select(static pair => ($"@{pair.Name}@", $"{pair.Port}")),
        ];
    }

    private string Runs => Path.Combine(_folder, "runs");

    public async Task<Observation> ObserveAsync(IReaches program, CancellationToken cancellationToken)
    {
        _servers.Clear();
        WriteFiles();
        var home = Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName;
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = home,
            ["KUBECONFIG"] = Path.Combine(_folder, "kubeconfig"),

            // kubectl uses it where a kubeconfig names no server; its own default is a port at which something may listen.
            ["KUBERNETES_MASTER"] = "http://127.0.0.1:1",
        };
        foreach (var (name, value) in _case.Environment)
        {
            environment[name] = Fill(value);
        }

        var kubeconfig = _case.Kubeconfig is { } file ? Fill(file) : null;

        // Relative paths in a kubeconfig must not depend on the working directory.
        var (isSuccess, output) = await program.ReachAsync(environment, kubeconfig, _case.Context, home, cancellationToken);
        string[] observed = [.. _servers.Observed(), .. ObservedPlugins(), .. isSuccess ? Array.Empty<string>() : [Observation.Error]];
        return new Observation(Hide(string.Join('\n', observed.Order(StringComparer.Ordinal))), output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Writes the files again, so that a program does not see what another left behind.</summary>
    private void WriteFiles()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(Runs);
        File.CreateSymbolicLink(Path.Combine(_folder, "plugin"), Plugin);
        foreach (var file in _case.Files)
        {
            file.Write(_folder, Fill);
        }
    }

    private IEnumerable<string> ObservedPlugins() => Directory.GetFiles(Runs)
        .Select(file => $"plugin\n  {string.Join("\n  ", Hide(File.ReadAllText(file)).TrimEnd().Split('\n').Select(Sorted))}").Distinct();

    /// <summary>The exec info with its members in alphabetical order, as the order has no meaning.</summary>
    private static string Sorted(string line) =>
        line.Split("exec info: ") is [_, { Length: > 0 } json] ? $"exec info: {Sorted(JsonNode.Parse(json))!.ToJsonString()}" : line;

    private static JsonNode? Sorted(JsonNode? node) => node is JsonObject members
        ? new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value))))
        : node?.DeepClone();

    private string Hide(string text) => _placeholders.Hide(text, _ofRun);

    private string Fill(string text) => _placeholders.Fill(text, _ofRun);
}
