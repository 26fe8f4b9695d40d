using System.Collections.Immutable;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>
/// One kubeconfig with its environment, and how the API server is reached with it. README.md describes the files.
/// </summary>
internal sealed record ParityCase
{
    private const string ReachedSection = "reached";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "KubectlParity", "Cases");

    public required string Name { get; init; }

    /// <summary>The text of the whole case.</summary>
    public required string Text { get; init; }

    /// <summary>The context to choose; null for the current context.</summary>
    public string? Context { get; private set; }

    /// <summary>The value of <c>--kubeconfig</c>; null to use the environment.</summary>
    public string? Kubeconfig { get; private set; }

    public ImmutableArray<KeyValuePair<string, string>> Environment { get; private set; } = [];

    /// <summary>What the errors of kubectl and of Tagalong contain; null where there is none.</summary>
    public string? KubectlError { get; private set; }

    public string? TagalongError { get; private set; }

    public ImmutableArray<ParityFile> Files { get; init; } = [];

    /// <summary>How the API server is reached, in the format of <see cref="Observation"/>.</summary>
    public string Reached { get; init; } = "";

    /// <summary>The names of the files.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.txt").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    public static ParityCase Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.txt"));
        var parts = text.Split("\n-- ");
        var sections = parts.Skip(1).Select(static section => section.Split(" --\n", 2)).ToLookup(static section => section[0] == ReachedSection);
        var parsed = new ParityCase
        {
            Name = name,
            Text = text,
            Files = [.. sections[false].Select(static section => ParityFile.Of(section[0], section[1]))],
            Reached = sections[true].Single()[1].TrimEnd(),
        };
        foreach (var line in parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            parsed.Take(line);
        }

        return parsed;
    }

    private void Take(string line)
    {
        var (word, rest) = line.Split(' ', 2) switch { var parts => (parts[0], parts.ElementAtOrDefault(1) ?? "") };
        switch (word)
        {
            case "#":
                break;
            case "context":
                Context = rest;
                break;
            case "kubeconfig":
                Kubeconfig = rest;
                break;
            case "env":
                Environment = Environment.Add(rest.Split('=', 2) switch { var pair => KeyValuePair.Create(pair[0], pair[1]) });
                break;
            case "kubectl-error":
                KubectlError = rest;
                break;
            case "tagalong-error":
                TagalongError = rest;
                break;
            default:
                throw new FormatException($"{Name}: '{line}' is not understood.");
        }
    }
}
