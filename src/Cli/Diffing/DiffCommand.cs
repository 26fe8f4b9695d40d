using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>The verb <c>diff</c>.</summary>
internal static class DiffCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        A heading an object, a line a label, always in the same order:
          + key=value         would be added                ~ key=old -> new    would be changed
          - key=value         would be taken away           = key=value         is kept, and why (with --show-kept)

        Examples:
          tagalong diff                                 the current context's cluster
          tagalong diff --all-contexts --show-kept      every cluster, with what would stay and why
          tagalong diff -n shop -o json                 one namespace, for a script
          tagalong diff --policy new.yaml               what another policy would change

        Exit codes, as kubectl diff has them: 0 no differences; 1 there are some; more than 1 a fault: 2 wrong usage, policy or
        kubeconfig; 3 a cluster could not be looked through, so that nobody knows; 130 interrupted.
        """;

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var connecting = new ConnectionOptions(isForMany: true);
        var scope = new ScopeOptions();
        var showKept = new Option<bool>("--show-kept") { Description = "Also show the labels that would stay as they are, and why", Arity = ArgumentArity.Zero };
        var server = new Option<bool>("--server-dry-run") { Description = "Have the API server try each write and store nothing: rights and admission have their say", Arity = ArgumentArity.Zero };
        var output = OutputOption.Create();
        var command = new Command("diff", "Show what a sweep would change, and change nothing");
        connecting.AddTo(command);
        scope.AddTo(command);
        command.Add(showKept);
        command.Add(server);
        command.Add(output);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            connecting.Read(parsed),
            scope.Read(parsed) with { Mode = parsed.GetValue(server) ? WriteMode.Try : WriteMode.Plan },
            parsed.GetValue(showKept),
            parsed.GetValue(output),
            parsed.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ConnectionArguments arguments, SweepRequest request, bool showKept, OutputFormat format, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var differences = new Differences(showKept);
        var summary = await Look.RunAsync(arguments, request, differences, streams.Error, cancellationToken);
        var found = differences.Found;
        if (format == OutputFormat.Text)
        {
            DiffText.Write(new Lines(Terminal.ConsoleOf(streams.Output)), found);
            if (summary.IsComplete)
            {
                await streams.Error.WriteLineAsync(DiffText.Sum(found, summary));
            }
        }
        else
        {
            Document.Write(streams.Output, format, json => DiffDocument.Write(json, found, summary));
        }

        return Look.ExitCodeOf(summary, found.Any(static difference => difference.IsChanged));
    }
}
