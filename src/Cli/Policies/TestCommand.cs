using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Explaining;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy test</c>.</summary>
internal sealed class TestCommand : DocumentedCommand
{
    private readonly Argument<string> _policy = new("POLICY") { Description = "A policy file, a folder of them, or a built-in pack" };

    private readonly Argument<string[]> _objects = new("EVENT-OR-OBJECT")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Files with objects or recorded events, folders of them, or - for stdin",
    };

    private readonly Option<OutputFormat> _output = OutputOption.Create();

    public TestCommand()
        : base("test", "Show which labels a policy gives to objects or recorded events, and why", """
            Accepts Kubernetes objects and lists in JSON or YAML, CloudEvents in structured mode, requests recorded as NAME.http,
            folders of these, and '-' for stdin. Owners and namespaces are looked up in the same files; the last copy counts.
            Labels that depend on a missing owner or namespace are unknown; then the exit code is 1.

            Examples:
              tagalong policy test shop.yaml rollout.yaml replicaset.yaml
              kubectl get rollouts,experiments,rs -n shop -o yaml --show-managed-fields | tagalong policy test shop.yaml -
              tagalong policy test argo-rollouts recorded/ -o json

            Exit codes: 0 every label is known; 1 an owner or a namespace is missing, and is named; 2 the policy or a file has an
            error.
            """)
    {
        Add(_policy);
        Add(_objects);
        Add(_output);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var policy = PolicyChoice.Get([parsed.GetValue(_policy)!]);
        var objects = await ManifestFiles.ReadAsync(parsed.GetValue(_objects)!, cancellationToken);
        var explanations = objects.Explain(policy);
        var (streams, format) = (parsed.InvocationConfiguration, parsed.GetValue(_output));
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
