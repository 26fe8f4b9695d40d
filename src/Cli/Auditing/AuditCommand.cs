using System.Collections.Immutable;
using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Applying;
using Tagalong.Core.Objects;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Auditing;

/// <summary>The verb <c>audit</c>.</summary>
internal static class AuditCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        The question that an audit of Gatekeeper or Kyverno raises: which of the objects that a policy is about (Experiments,
        ReplicaSets, …) lack a label that they should have, and would Tagalong supply it? If not, why not?

        Examples:
          tagalong audit --require team,cost-center                  the current context's cluster
          tagalong audit --require team --all-contexts -o json       every cluster, for a script
          tagalong audit --require team --after-sweep                only what Tagalong would not bring right

        Exit codes: 0 no required label is lacking; 1 some are; 2 wrong usage, policy or kubeconfig; 3 a cluster could not be
        looked through, so that nobody knows; 130 interrupted. With --after-sweep only labels that Tagalong would not supply count.
        """;

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var connecting = new ConnectionOptions(isForMany: true);
        var scope = new ScopeOptions();
        var require = new Option<string[]>("--require") { Description = "The labels that every object is to carry; may be repeated", HelpName = "KEY[,KEY]", Required = true };
        var afterSweep = new Option<bool>("--after-sweep") { Description = "Judge the clusters as a sweep would leave them", Arity = ArgumentArity.Zero };
        var showObjects = new Option<bool>("--show-objects") { Description = "Name every object, not only examples", Arity = ArgumentArity.Zero };
        var output = OutputOption.Create();
        var command = new Command("audit", "Show which objects lack required labels, and whether Tagalong would supply them");
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
                if (LabelSyntax.KeyError(key) is { } fault)
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
        var summary = await Look.RunAsync(arguments, request, audit, streams.Error, cancellationToken);
        IReadOnlyList<LackingLabel> shown = afterSweep ? [.. audit.Lacking.Where(static lacking => !lacking.IsSupplied)] : audit.Lacking;
        if (format == OutputFormat.Text)
        {
            AuditText.Write(Terminal.ConsoleOf(streams.Output), audit, shown, showObjects);
        }
        else
        {
            Document.Write(streams.Output, format, json => AuditDocument.Write(json, audit, shown, summary));
        }

        return Look.ExitCodeOf(summary, shown.Count > 0);
    }
}
