using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tagalong.Cli.Auditing;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Completion;
using Tagalong.Cli.Demo;
using Tagalong.Cli.Diffing;
using Tagalong.Cli.Explaining;
using Tagalong.Cli.Output;
using Tagalong.Cli.Policies;
using Tagalong.Cli.Sweeping;

namespace Tagalong.Cli;

/// <summary>The command line of <c>tagalong</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code: <see cref="ExitCode"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var root = CreateRoot();
        var parsed = root.Parse(args);
        var usageError = parsed.Action as ParseErrorAction;
        var invocation = new InvocationConfiguration
        {
            Output = usageError is null ? output : error,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            if (usageError is null)
            {
                return await parsed.InvokeAsync(invocation, cancellationToken);
            }

            // Without a subcommand the help says what can follow; with a wrong one the error does.
            var isIncomplete = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
            await (isIncomplete ? root.Parse([.. args, "--help"]) : parsed).InvokeAsync(invocation, cancellationToken);
            return ExitCode.Misuse;
        }
        catch (CommandException exception)
        {
            foreach (var reason in exception.Errors)
            {
                await error.WriteLineAsync($"tagalong: {Printable.Of(reason)}");
            }

            return ExitCode.Misuse;
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Copies labels from Argo Rollouts to the objects that they create.")
        {
            new SweepCommand(),
            new DiffCommand(),
            new AuditCommand(),
            new ExplainCommand(),
            new PolicyCommand(),
            new DemoCommand(),
            new CompletionCommand(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithNotes((HelpAction)help.Action!);
        return root;
    }
}
