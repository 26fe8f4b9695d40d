using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Applying;

namespace Tagalong.Cli.Diffing;

/// <summary>The command <c>diff</c>.</summary>
internal sealed class DiffCommand : DocumentedCommand
{
    private readonly ConnectionOptions _connection = new(isForMany: true);
    private readonly ScopeOptions _scope = new();
    private readonly Option<OutputFormat> _output = OutputOption.Create();
    private readonly Option<bool> _showKept = Flag.Create("--show-kept", "Also show the labels that stay as they are, and why");
    private readonly Option<bool> _serverDryRun = Flag.Create("--server-dry-run", "Send each write with dryRun=All: the API server checks it and stores nothing");

    public DiffCommand()
        : base("diff", "Show what a sweep would change, and change nothing", """
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
            """)
    {
        _connection.AddTo(this);
        _scope.AddTo(this);
        Add(_showKept);
        Add(_serverDryRun);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (streams, format) = (parsed.InvocationConfiguration, parsed.GetValue(_output));
        var request = _scope.Read(parsed) with { Mode = parsed.GetValue(_serverDryRun) ? WriteMode.Try : WriteMode.Plan };
        var differences = new Differences(parsed.GetValue(_showKept));
        var summary = await ReadOnlySweep.RunAsync(_connection.Read(parsed), request, differences, streams.Error, cancellationToken);
        var found = differences.Found;
        var differs = found.Any(static difference => difference.IsChanged);
        if (format != OutputFormat.Text)
        {
            var document = new DiffDocument(summary.IsComplete, differs, found.Select(static difference => difference.ToDocument()), ClusterDocument.Of(summary));
            DocumentWriter.Write(streams.Output, format, document, DocumentContext.Default.DiffDocument);
        }
        else
        {
            DiffText.Write(new Lines(Terminal.ConsoleOf(streams.Output)), found);
            if (summary.IsComplete)
            {
                await streams.Error.WriteLineAsync(DiffText.Summarize(found, summary));
            }
        }

        return ReadOnlySweep.ExitCodeOf(summary, differs);
    }
}
