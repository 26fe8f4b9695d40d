using System.Collections.Immutable;
using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Applying;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Auditing;

/// <summary>The command <c>audit</c>.</summary>
internal sealed class AuditCommand : DocumentedCommand
{
    private readonly ConnectionOptions _connection = new(isForMany: true);
    private readonly ScopeOptions _scope = new();
    private readonly Option<OutputFormat> _output = OutputOption.Create();
    private readonly Option<bool> _afterSweep = Flag.Create("--after-sweep", "Show the result as it would be after a sweep");
    private readonly Option<bool> _showObjects = Flag.Create("--show-objects", "Name every object instead of examples");

    private readonly Option<string[]> _require = new("--require")
    {
        Description = "The labels that every object must have; may be repeated",
        HelpName = "KEY[,KEY]",
        Required = true,
    };

    public AuditCommand()
        : base("audit", "Show which objects lack required labels, and whether a sweep would add them", """
            Gatekeeper and Kyverno report objects without a required label. This command shows which of them (Experiments,
            ReplicaSets, …) a sweep would fix, and why it would not fix the others.

            Examples:
              tagalong audit --require team,cost-center                  the cluster of the current context
              tagalong audit --require team --all-contexts -o json       every cluster, for a script
              tagalong audit --require team --after-sweep                only labels that a sweep would not add

            Exit codes: 0 no required label is missing; 1 some are missing; 2 wrong usage, policy or kubeconfig; 3 a cluster could
            not be read, so the result is unknown; 130 interrupted. With --after-sweep only labels that a sweep would not add count.
            """)
    {
        Add(_require);
        _connection.AddTo(this);
        _scope.AddTo(this);
        Add(_afterSweep);
        Add(_showObjects);
        Add(_output);
        _require.Validators.Add(static result =>
        {
            foreach (var key in KeysOf(result.GetValueOrDefault<string[]>()))
            {
                if (LabelSyntax.KeyError(key) is { } error)
                {
                    result.AddError($"--require: the key '{key}' {error}.");
                }
            }
        });
        SetAction(RunAsync);
    }

    private static ImmutableArray<string> KeysOf(string[]? values) => [.. (values ?? []).SelectMany(static keys => keys.Split(',')).Distinct(StringComparer.Ordinal)];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (streams, format) = (parsed.InvocationConfiguration, parsed.GetValue(_output));
        var audit = new Audit(KeysOf(parsed.GetValue(_require)));
        var summary = await ReadOnlySweep.RunAsync(
            _connection.Read(parsed), _scope.Read(parsed) with { Mode = WriteMode.Plan }, audit, streams.Error, cancellationToken);
        IReadOnlyList<LackingLabel> shown = parsed.GetValue(_afterSweep) ? [.. audit.Lacking.Where(static lacking => !lacking.IsSupplied)] : audit.Lacking;
        if (format != OutputFormat.Text)
        {
            var document = new AuditDocument(summary.IsComplete, audit.Keys, shown.Select(static lacking => lacking.ToDocument()), ClusterDocument.Of(summary));
            DocumentWriter.Write(streams.Output, format, document, DocumentContext.Default.AuditDocument);
        }
        else
        {
            AuditText.Write(Terminal.ConsoleOf(streams.Output), audit, shown, parsed.GetValue(_showObjects));
        }

        return ReadOnlySweep.ExitCodeOf(summary, shown.Count > 0);
    }
}
