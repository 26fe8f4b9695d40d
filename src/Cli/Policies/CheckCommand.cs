using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy check</c>.</summary>
internal sealed class CheckCommand : DocumentedCommand
{
    private readonly Argument<string[]> _policies = PolicyArguments.Several("FILE", ArgumentArity.OneOrMore);
    private readonly Option<OutputFormat> _output = OutputOption.Create();

    public CheckCommand()
        : base("check", "Check policies and list every error", """
            All arguments are checked together, as they would be loaded. '-' reads one policy from stdin. Errors go to stdout, one
            per line, as compilers print them: file:line:column: member: what to do.

            Examples:
              tagalong policy check shop.yaml                       one file
              tagalong policy check policies/ argo-rollouts         a folder and a built-in pack
              tagalong policy check -o json shop.yaml               for programs

            Exit codes: 0 no errors; 1 errors, or a file that cannot be read; 2 wrong usage.
            """)
    {
        Add(_policies);
        Add(_output);
        Validators.Add(result =>
        {
            if (result.GetResult(_policies)?.Tokens is { Count: > 1 } files && files.Any(static file => file.Value == "-"))
            {
                result.AddError("'-' reads one policy from stdin and cannot be combined with other files.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var names = parsed.GetValue(_policies)!;
        var loaded = names is ["-"] ? PolicyLoader.Load("-", await StandardInput.ReadAsync(PolicyLimits.FileBytes, cancellationToken)) : PolicyChoice.Load(names);
        var (output, format) = (parsed.InvocationConfiguration.Output, parsed.GetValue(_output));
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
            foreach (var error in loaded.Errors)
            {
                output.WriteLine(Printable.Of(error.ToString()));
            }
        }

        return loaded.IsUsable ? ExitCode.Success : ExitCode.NotAsExpected;
    }
}
