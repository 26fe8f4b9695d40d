using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Policies;

/// <summary>The verb <c>policy check</c>.</summary>
internal static class CheckCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        All that is named is checked together, as it would be loaded together. '-' reads one policy from stdin. Faults go to
        stdout, one a line, as compilers print them: file:line:column: member: what to do.

        Examples:
          tagalong policy check shop.yaml                       one file
          tagalong policy check policies/ argo-rollouts         a folder, beside a pack
          tagalong policy check -o json shop.yaml               for programs

        Exit codes: 0 no fault; 1 faults, or a file that cannot be read; 2 wrong usage.
        """;

    private static readonly Argument<string[]> PoliciesArgument = PolicyArguments.Several("FILE", ArgumentArity.OneOrMore);
    private static readonly Option<OutputFormat> OutputOptionOfCheck = OutputOption.Create();

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("check", "Check policies and tell every fault at once") { PoliciesArgument, OutputOptionOfCheck };
        command.Validators.Add(static result =>
        {
            if (result.GetResult(PoliciesArgument)?.Tokens is { Count: > 1 } files && files.Any(static file => file.Value == "-"))
            {
                result.AddError("'-' reads one policy from stdin; it stands alone.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(PoliciesArgument)!;
        var loaded = named is ["-"] ? PolicyLoader.Load("-", await StandardInput.ReadAsync(PolicyLimits.FileBytes, cancellationToken)) : PolicyChoice.Load(named);
        var output = parsed.InvocationConfiguration.Output;
        switch (parsed.GetValue(OutputOptionOfCheck))
        {
            case OutputFormat.Text when loaded.IsUsable:
                output.WriteLine($"No fault: {loaded.Policy.Rules.Length} {(loaded.Policy.Rules.Length == 1 ? "rule" : "rules")}.");
                break;
            case OutputFormat.Text:
                foreach (var fault in loaded.Errors)
                {
                    output.WriteLine(Printable.Of(fault.ToString()));
                }

                break;
            case var format:
                Document.Write(output, format, json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("usable", loaded.IsUsable);
                    json.WriteStartArray("faults");
                    foreach (var fault in loaded.Errors)
                    {
                        json.WriteStartObject();
                        json.WriteString("file", fault.File);
                        json.WriteNumber("line", fault.Line);
                        json.WriteNumber("column", fault.Column);
                        json.WriteString("path", fault.Path);
                        json.WriteString("reason", fault.Reason);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                break;
        }

        return loaded.IsUsable ? ExitCode.Success : ExitCode.NotAsExpected;
    }
}
