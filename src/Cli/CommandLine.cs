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
        var (policy, policySubcommands) = PolicyCommand.Create();
        var notes = new OrderedDictionary<Command, string>
        {
            [SweepCommand.Create()] = SweepCommand.Notes,
            [DiffCommand.Create()] = DiffCommand.Notes,
            [AuditCommand.Create()] = AuditCommand.Notes,
            [ExplainCommand.Create()] = ExplainCommand.Notes,
            [policy] = PolicyCommand.Notes,
            [DemoCommand.Create()] = DemoCommand.Notes,
            [CompletionCommand.Create()] = CompletionCommand.Notes,
        };
        var root = new RootCommand("Copies labels from Argo Rollouts to the objects that they create.");
        foreach (var command in notes.Keys)
        {
            root.Add(command);
        }

        foreach (var (command, text) in policySubcommands)
        {
            notes.Add(command, text);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithNotes((HelpAction)help.Action!, notes);
        return root;
    }
}
