using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>The command <c>diff</c>.</summary>
internal static class DiffCommand
{
    public const string Notes = """
        One heading per object, one line per label, always in the same order:
          + key=value         would be added                ~ key=old -> new    would be changed
          - key=value         would be removed              = key=value         is kept, and why (with --show-kept)

        Examples:
          tagalong diff                                 the cluster of the current context
          tagalong diff --all-contexts --show-kept      every cluster, with the labels that stay and why
          tagalong diff -n shop -o json                 one namespace, for a script
          tagalong diff --policy new.yaml               what another policy would change

        Exit codes, as of kubectl diff: 0 no differences; 1 differences; more than 1 an error: 2 wrong usage, policy or
        kubeconfig; 3 a cluster could not be read, so the result is unknown; 130 interrupted.
        """;

    public static Command Create()
    {
        var connecting = new ConnectionOptions(isForMany: true);
        var scope = new ScopeOptions();
        var showKept = new Option<bool>("--show-kept") { Description = "Also show the labels that stay as they are, and why", Arity = ArgumentArity.Zero };
        var server = new Option<bool>("--server-dry-run") { Description = "Send each write with dryRun=All: the API server checks rights and admission and stores nothing", Arity = ArgumentArity.Zero };
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
        var summary = await ReadOnlySweep.RunAsync(arguments, request, differences, streams.Error, cancellationToken);
        var found = differences.Found;
        if (format == OutputFormat.Text)
        {
            DiffText.Write(new Lines(Terminal.ConsoleOf(streams.Output)), found);
            if (summary.IsComplete)
            {
                await streams.Error.WriteLineAsync(DiffText.Summarize(found, summary));
            }
        }
        else
        {
            var document = new DiffDocument(
                summary.IsComplete, found.Any(static difference => difference.IsChanged), found.Select(static difference => difference.ToDocument()), ClusterDocument.Of(summary));
            DocumentWriter.Write(streams.Output, format, document, DocumentContext.Default.DiffDocument);
        }

        return ReadOnlySweep.ExitCodeOf(summary, found.Any(static difference => difference.IsChanged));
    }
}
