using System.Collections.Immutable;
using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Applying;
using Tagalong.Core.Labels;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Auditing;

/// <summary>The command <c>audit</c>.</summary>
internal static class AuditCommand
{
    public const string Notes = """
        Gatekeeper and Kyverno report objects without a required label. This command shows which of them (Experiments,
        ReplicaSets, …) a sweep would fix, and why it would not fix the others.

        Examples:
          tagalong audit --require team,cost-center                  the cluster of the current context
          tagalong audit --require team --all-contexts -o json       every cluster, for a script
          tagalong audit --require team --after-sweep                only labels that a sweep would not add

        Exit codes: 0 no required label is missing; 1 some are missing; 2 wrong usage, policy or kubeconfig; 3 a cluster could
        not be read, so the result is unknown; 130 interrupted. With --after-sweep only labels that a sweep would not add count.
        """;

    public static Command Create()
    {
        var connecting = new ConnectionOptions(isForMany: true);
        var scope = new ScopeOptions();
        var require = new Option<string[]>("--require") { Description = "The labels that every object must have; may be repeated", HelpName = "KEY[,KEY]", Required = true };
        var afterSweep = new Option<bool>("--after-sweep") { Description = "Show the result as it would be after a sweep", Arity = ArgumentArity.Zero };
        var showObjects = new Option<bool>("--show-objects") { Description = "Name every object instead of examples", Arity = ArgumentArity.Zero };
        var output = OutputOption.Create();
        var command = new Command("audit", "Show which objects lack required labels, and whether a sweep would add them");
        command.Add(require);
        connecting.AddTo(command);
        scope.AddTo(command);
        command.Add(afterSweep);
        command.Add(showObjects);
        command.Add(output);
        require.Validators.Add(result =>
        {
            foreach (var key in KeysOf(result.GetValueOrDefault<string[]>()))
            {
                if (LabelSyntax.KeyFault(key) is { } fault)
                {
                    result.AddError($"--require: the key '{key}' {fault}.");
                }
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            KeysOf(parsed.GetValue(require)),
            connecting.Read(parsed),
            scope.Read(parsed) with { Mode = WriteMode.Plan },
            parsed.GetValue(afterSweep),
            parsed.GetValue(showObjects),
            parsed.GetValue(output),
            parsed.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static ImmutableArray<string> KeysOf(string[]? given) => [.. (given ?? []).SelectMany(static keys => keys.Split(',')).Distinct(StringComparer.Ordinal)];

    private static async Task<int> RunAsync(
        ImmutableArray<string> required, ConnectionArguments arguments, SweepRequest request, bool afterSweep, bool showObjects, OutputFormat format,
        InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        var audit = new Audit(required);
        var summary = await ReadOnlySweep.RunAsync(arguments, request, audit, streams.Error, cancellationToken);
        IReadOnlyList<LackingLabel> shown = afterSweep ? [.. audit.Lacking.Where(static lacking => !lacking.IsSupplied)] : audit.Lacking;
        if (format == OutputFormat.Text)
        {
            AuditText.Write(Terminal.ConsoleOf(streams.Output), audit, shown, showObjects);
        }
        else
        {
            var document = new AuditDocument(summary.IsComplete, audit.Keys, shown.Select(static lacking => lacking.ToDocument()), ClusterDocument.Of(summary));
            DocumentWriter.Write(streams.Output, format, document, DocumentContext.Default.AuditDocument);
        }

        return ReadOnlySweep.ExitCodeOf(summary, shown.Count > 0);
    }
}
