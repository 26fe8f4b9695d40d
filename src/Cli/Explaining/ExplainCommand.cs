using System.CommandLine;
using System.CommandLine.Completions;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Core.Explaining;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Cli.Explaining;

/// <summary>The verb <c>explain</c>.</summary>
internal static class ExplainCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        Tells of each label that the object or one of its owners has: whether it is there, who wrote it, whether it is wanted,
        which rule decides, and why. Nothing is written. The signs: + to be added, ~ changed, - removed, = in place,
        ! kept against the sources.

        Examples:
          tagalong explain rs checkout-5787c9fcb6 -n shop
          tagalong explain experiments/checkout-5787c9fcb6-2-1 -n shop -o json
          kubectl tagalong explain ar/checkout-success-rate --policy analysis-runs

        Exit codes: 0 explained; 1 there is no such object; 2 wrong usage, policy or kubeconfig; 3 the cluster did not
        answer, or a right is missing.
        """;

    private static readonly Argument<string[]> ObjectArgument = CreateObjectArgument();
    private static readonly ConnectionOptions Connecting = new(isForMany: false);

    private static readonly Option<string?> NamespaceOption = new("--namespace", "-n")
    {
        Description = "The object's namespace; by default that of the context",
        HelpName = "NAME",
    };

    private static readonly Option<OutputFormat> OutputOptionOfExplain = OutputOption.Create();

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("explain", "Tell why an object has the labels that it has, and what is to become of them") { ObjectArgument };
        Connecting.AddTo(command);
        command.Add(NamespaceOption);
        command.Add(OutputOptionOfExplain);
        command.Validators.Add(static result =>
        {
            if (result.GetResult(ObjectArgument)?.Tokens.Select(static token => token.Value).ToArray() is { Length: > 0 } words && Split(words) is null)
            {
                result.AddError("Name one object: KIND NAME, or KIND/NAME.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static Argument<string[]> CreateObjectArgument()
    {
        var argument = new Argument<string[]>("KIND NAME | KIND/NAME")
        {
            Arity = new ArgumentArity(1, 2),
            HelpName = "KIND NAME | KIND/NAME",
            Description = "The object; kinds as kubectl has them: rs, replicaset, experiments, exp, ar, rollouts.argoproj.io",
        };
        argument.CompletionSources.Add(static _ => KindNames.Usual.Select(static kind => new CompletionItem(kind)));
        return argument;
    }

    private static (string Kind, string Name)? Split(string[] words) => words switch
    {
        [var kind, var name] when kind.Length > 0 && name.Length > 0 && !kind.Contains('/') && !name.Contains('/') => (kind, name),
        [var one] when one.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } name] => (kind, name),
        _ => null,
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (kind, name) = Split(parsed.GetValue(ObjectArgument)!)!.Value;
        await using var connection = Connection.Open(Connecting.Read(parsed));
        var type = new KindNames(connection.Policy).Find(kind);
        var ns = KindNames.IsClusterScoped(type) ? "" : parsed.GetValue(NamespaceOption) ?? (connection.Contexts is [var context, ..] ? context.Namespace : "default");
        if (!new ObjectReference(type.ApiVersion, type.Kind, ns, name, "").IsAddressable)
        {
            throw new RefusedException($"No object can have the name '{name}' in the namespace '{ns}'.");
        }

        var cluster = connection.Services.GetRequiredService<ClusterRegistry>().Clusters.First();
        var explanation = await new Explainer(connection.Policy).ExplainAsync(cluster, type, ns, name, cancellationToken);
        var (output, exitCode) = (parsed.InvocationConfiguration.Output, ExitCodeOf(explanation.Reason));
        switch (parsed.GetValue(OutputOptionOfExplain))
        {
            case OutputFormat.Text when explanation.Labels.IsEmpty && exitCode != ExitCode.Success:
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    Printable.Of($"tagalong: {explanation.Object}: {WhyText.Of(explanation)}. {(exitCode == ExitCode.Failed ? explanation.Detail : "")}".TrimEnd()));
                break;
            case OutputFormat.Text:
                new ExplanationText(Terminal.ConsoleOf(output)).Write(explanation);
                break;
            case var format:
                Document.Write(output, format, json => ExplanationDocument.Write(json, explanation, cluster.Name.Value));
                break;
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
