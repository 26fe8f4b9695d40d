using System.CommandLine;
using System.CommandLine.Completions;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Core.Explaining;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Cli.Explaining;

/// <summary>The command <c>explain</c>.</summary>
internal sealed class ExplainCommand : DocumentedCommand
{
    private readonly ConnectionOptions _connection = new(isForMany: false);
    private readonly Option<OutputFormat> _output = OutputOption.Create();

    private readonly Argument<string[]> _object = new("KIND NAME | KIND/NAME")
    {
        Arity = new ArgumentArity(1, 2),
        HelpName = "KIND NAME | KIND/NAME",
        Description = "The object; the kind as in kubectl: rs, replicaset, experiments, exp, ar, rollouts.argoproj.io",
        CompletionSources = { static _ => KindNames.WellKnown.Select(static kind => new CompletionItem(kind)) },
    };

    private readonly Option<string?> _namespace = new("--namespace", "-n")
    {
        Description = "The object's namespace; default: the namespace of the context",
        HelpName = "NAME",
    };

    public ExplainCommand()
        : base("explain", "Show why an object has its labels, and what Tagalong would change", """
            Lists each label of the object and its owners: its value, who wrote it, what the rule does with it, and why. Nothing is
            written. Signs: + will be added, ~ will be changed, - will be removed, = is correct, ! keeps a value that differs from
            its source.

            Examples:
              tagalong explain rs checkout-5787c9fcb6 -n shop
              tagalong explain experiments/checkout-5787c9fcb6-2-1 -n shop -o json
              kubectl tagalong explain ar/checkout-success-rate --policy analysis-runs

            Exit codes: 0 explained; 1 the object does not exist; 2 wrong usage, policy or kubeconfig; 3 the cluster did not
            respond, or a permission is missing.
            """)
    {
        Add(_object);
        _connection.AddTo(this);
        Add(_namespace);
        Add(_output);
        Validators.Add(result =>
        {
            if (result.GetResult(_object)?.Tokens.Select(static token => token.Value).ToArray() is { Length: > 0 } words && Split(words) is null)
            {
                result.AddError("Name one object: KIND NAME, or KIND/NAME.");
            }
        });
        SetAction(RunAsync);
    }

    private static (string Kind, string Name)? Split(string[] words) => words switch
    {
        [var kind, var name] when kind.Length > 0 && name.Length > 0 && !kind.Contains('/') && !name.Contains('/') => (kind, name),
        [var one] when one.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } name] => (kind, name),
        _ => null,
    };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (kind, name) = Split(parsed.GetValue(_object)!)!.Value;
        await using var connection = Connection.Open(_connection.Read(parsed));
        var type = new KindNames(connection.Policy).Find(kind);
        var ns = KindNames.IsClusterScoped(type) ? "" : parsed.GetValue(_namespace) ?? (connection.Contexts is [var context, ..] ? context.Namespace : "default");
        if (!new ObjectReference(type.ApiVersion, type.Kind, ns, name, "").IsAddressable)
        {
            throw new CommandException($"'{name}' in the namespace '{ns}' is not a valid name.");
        }

        var cluster = connection.Services.GetRequiredService<ClusterRegistry>().Clusters.First();
        var explanation = await new Explainer(connection.Policy).ExplainAsync(cluster, type, ns, name, cancellationToken);
        var (streams, format) = (parsed.InvocationConfiguration, parsed.GetValue(_output));
        var exitCode = ExitCodeOf(explanation.Reason);
        if (format != OutputFormat.Text)
        {
            DocumentWriter.Write(streams.Output, format, explanation.ToDocument(cluster.Name.Value), DocumentContext.Default.ExplanationDocument);
        }
        else if (explanation.Labels.IsEmpty && exitCode != ExitCode.Success)
        {
            await streams.Error.WriteLineAsync(
                Printable.Of($"tagalong: {explanation.Object}: {Reasons.Of(explanation)}. {(exitCode == ExitCode.Failed ? explanation.Detail : "")}".TrimEnd()));
        }
        else
        {
            new ExplanationText(Terminal.ConsoleOf(streams.Output)).Write(explanation);
        }

        return exitCode;
    }

    private static int ExitCodeOf(OutcomeReason reason) => reason.Kind() switch
    {
        OutcomeKind.Denied or OutcomeKind.Deferred or OutcomeKind.Rejected => ExitCode.Failed,
        OutcomeKind.Gone when reason is OutcomeReason.ObjectGone or OutcomeReason.ObjectReplaced => ExitCode.NotAsExpected,
        OutcomeKind.Labeled or OutcomeKind.Unchanged or OutcomeKind.Ignored or OutcomeKind.Gone => ExitCode.Success,
    };
}
