using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Core.Policies;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy check</c>.</summary>
internal static class CheckCommand
{
    public const string Notes = """
        All arguments are checked together, as they would be loaded. '-' reads one policy from stdin. Errors go to stdout, one
        per line, as compilers print them: file:line:column: member: what to do.

        Examples:
          tagalong policy check shop.yaml                       one file
          tagalong policy check policies/ argo-rollouts         a folder and a built-in pack
          tagalong policy check -o json shop.yaml               for programs

        Exit codes: 0 no errors; 1 errors, or a file that cannot be read; 2 wrong usage.
        """;

    private static readonly Argument<string[]> PoliciesArgument = PolicyArguments.Several("FILE", ArgumentArity.OneOrMore);
    private static readonly Option<OutputFormat> OutputOptionOfCheck = OutputOption.Create();

    public static Command Create()
    {
        var command = new Command("check", "Check policies and list every error") { PoliciesArgument, OutputOptionOfCheck };
        command.Validators.Add(static result =>
        {
            if (result.GetResult(PoliciesArgument)?.Tokens is { Count: > 1 } files && files.Any(static file => file.Value == "-"))
            {
                result.AddError("'-' reads one policy from stdin and cannot be combined with other files.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var names = parsed.GetValue(PoliciesArgument)!;
        var loaded = names is ["-"] ? PolicyLoader.Load("-", await StandardInput.ReadAsync(PolicyLimits.FileBytes, cancellationToken)) : PolicyChoice.Load(names);
        var (output, format) = (parsed.InvocationConfiguration.Output, parsed.GetValue(OutputOptionOfCheck));
        if (format != OutputFormat.Text)
        {
            DocumentWriter.Write(output, format, PolicyCheckDocument.Of(loaded), DocumentContext.Default.PolicyCheckDocument);
        }
        else if (loaded.IsUsable)
        {
            output.WriteLine($"No errors: {Numbers.Of(loaded.Policy.Rules.Length, "rule")}.");
        }
        else
        {
            foreach (var fault in loaded.Faults)
            {
                output.WriteLine(Printable.Of(fault.ToString()));
            }
        }

        return loaded.IsUsable ? ExitCode.Success : ExitCode.NotAsExpected;
    }
}
