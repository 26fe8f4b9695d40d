using System.Collections.Immutable;

namespace Tagalong.Core.Kubeconfig;

/// <summary>The credential plugin of a user.</summary>
internal sealed class KubeconfigExec
{
    public string? ApiVersion { get; init; }

    /// <summary>The program: a name, which is looked for in <c>PATH</c>, or an absolute path.</summary>
    public string? Command { get; init; }

    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Environment variables in addition to those of the process. Of two with the same name the later one is used.</summary>
    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>How to install the program, or null.</summary>
    public string? InstallHint { get; init; }

    /// <summary>Whether the plugin gets the cluster.</summary>
    public bool ProvidesClusterInfo { get; init; }

    public string? InteractiveMode { get; init; }

    /// <summary>All that the plugin is, for a fingerprint.</summary>
    public IEnumerable<string?> Parts =>
    [
        ApiVersion, Command, InstallHint, $"{ProvidesClusterInfo}", InteractiveMode, $"{Arguments.Length}", .. Arguments,
        .. Environment.SelectMany(static variable => new[] { variable.Name, variable.Value }),
    ];

    public static KubeconfigExec Read(KubeconfigNode node, string folder) => new()
    {
        ApiVersion = node["apiVersion"].Text(),

        // As in client-go, a path is relative to the file, and a name is not.
        Command = node["command"].Text() is { } command && command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? KubeconfigFile.PathFrom(folder, command)
            : node["command"].Text(),
        Arguments = node["args"].Texts(),
        Environment = [.. node["env"].Items().Select(static variable => (variable["name"].Text() ?? "", variable["value"].Text() ?? ""))],
        InstallHint = node["installHint"].Text(),
        ProvidesClusterInfo = node["provideClusterInfo"].IsTrue(),
        InteractiveMode = node["interactiveMode"].Text(),
    };
}
