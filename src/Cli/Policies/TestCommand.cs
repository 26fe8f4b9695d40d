using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Explaining;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy test</c>.</summary>
internal static class TestCommand
{
    public const string Notes = """
        Accepts Kubernetes objects and lists in JSON or YAML, CloudEvents in structured mode, requests recorded as NAME.http,
        folders of these, and '-' for stdin. Owners and namespaces are looked up in the same files; the last copy counts.
        Labels that depend on a missing owner or namespace are unknown; then the exit code is 1.

        Examples:
          tagalong policy test shop.yaml rollout.yaml replicaset.yaml
          kubectl get rollouts,experiments,rs -n shop -o yaml --show-managed-fields | tagalong policy test shop.yaml -
          tagalong policy test argo-rollouts recorded/ -o json

        Exit codes: 0 every label is known; 1 an owner or a namespace is missing, and is named; 2 the policy or a file has an
        error.
        """;

    private static readonly Argument<string> PolicyArgument = new("POLICY") { Description = "A policy file, a folder of them, or a built-in pack" };

    private static readonly Argument<string[]> ObjectsArgument = new("EVENT-OR-OBJECT")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Files with objects or recorded events, folders of them, or - for stdin",
    };

    private static readonly Option<OutputFormat> OutputOptionOfTest = OutputOption.Create();

    public static Command Create()
    {
        var command = new Command("test", "Show which labels a policy gives to objects or recorded events, and why") { PolicyArgument, ObjectsArgument, OutputOptionOfTest };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var policy = PolicyChoice.Get([parsed.GetValue(PolicyArgument)!]);
        var objects = await ManifestFiles.ReadAsync(parsed.GetValue(ObjectsArgument)!, cancellationToken);
        var explanations = objects.Explain(policy);
        var (streams, format) = (parsed.InvocationConfiguration, parsed.GetValue(OutputOptionOfTest));
        if (format == OutputFormat.Text)
        {
            var text = new ExplanationText(Terminal.ConsoleOf(streams.Output));
            foreach (var explanation in explanations.OrderBy(static explanation => explanation.Match is null))
            {
                text.Write(explanation);
            }
        }
        else
        {
            var document = new ExplanationsDocument(explanations.Select(static explanation => explanation.ToDocument(cluster: null)));
            DocumentWriter.Write(streams.Output, format, document, DocumentContext.Default.ExplanationsDocument);
        }

        var missing = explanations
            .SelectMany(static explanation => explanation.Unknown.Select(source => Reasons.NameOf(source, explanation))).Distinct().ToList();
        foreach (var name in missing)
        {
            streams.Error.WriteLine($"tagalong: {Printable.Of(name)} is missing, so labels from it are unknown. Add it as another file or document.");
        }

        return missing.Count == 0 ? ExitCode.Success : ExitCode.NotAsExpected;
    }
}
