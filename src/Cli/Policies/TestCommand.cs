using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Explaining;
using Tagalong.Cli.Output;
using Tagalong.Core.Explaining;

namespace Tagalong.Cli.Policies;

/// <summary>The verb <c>policy test</c>.</summary>
internal static class TestCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        Takes Kubernetes objects and lists of them in JSON or YAML, CloudEvents in structured mode, requests recorded as
        NAME.http, folders of these, and '-' for stdin. Owners and namespaces are found among what is given, as given last.
        What rests on one that was not given is unknown, and the exit code says so.

        Examples:
          tagalong policy test shop.yaml rollout.yaml replicaset.yaml
          kubectl get rollouts,experiments,rs -n shop -o yaml --show-managed-fields | tagalong policy test shop.yaml -
          tagalong policy test argo-rollouts recorded/ -o json

        Exit codes: 0 the plans are complete; 1 an owner or a namespace is missing, and is named; 2 the policy or a file is
        at fault.
        """;

    private static readonly Argument<string> PolicyArgument = new("POLICY") { Description = "A policy file, a folder of them, or a built-in pack" };

    private static readonly Argument<string[]> ObjectsArgument = new("EVENT-OR-OBJECT")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Files with objects or recorded events, folders of them, or - for stdin",
    };

    private static readonly Option<OutputFormat> OutputOptionOfTest = OutputOption.Create();

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("test", "Try a policy on objects or recorded events: which labels they get, and why") { PolicyArgument, ObjectsArgument, OutputOptionOfTest };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var policy = PolicyChoice.Get([parsed.GetValue(PolicyArgument)!]);
        var given = await GivenFiles.ReadAsync(parsed.GetValue(ObjectsArgument)!, cancellationToken);
        var explained = given.Explain(policy);
        var configuration = parsed.InvocationConfiguration;
        switch (parsed.GetValue(OutputOptionOfTest))
        {
            case OutputFormat.Text:
                var text = new ExplanationText(Terminal.ConsoleOf(configuration.Output));
                foreach (var explanation in explained.OrderBy(static explanation => explanation.Match is null))
                {
                    text.Write(explanation);
                }

                break;
            case var format:
                Document.Write(configuration.Output, format, json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("objects");
                    foreach (var explanation in explained)
                    {
                        ExplanationDocument.Write(json, explanation, cluster: null);
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                break;
        }

        var missing = explained.SelectMany(MissingOf).Distinct().ToList();
        foreach (var name in missing)
        {
            configuration.Error.WriteLine($"tagalong: {Printable.Of(name)} was not given, so the labels that come from it are unknown. Give it too, as another file or document.");
        }

        return missing.Count == 0 ? ExitCode.Success : ExitCode.NotAsExpected;
    }

    private static IEnumerable<string> MissingOf(ObjectExplanation explanation)
    {
        foreach (var source in explanation.Unknown)
        {
            yield return WhyText.NameOf(source, explanation);
        }
    }
}
