using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tagalong.Cli.Auditing;
using Tagalong.Cli.Completion;
using Tagalong.Cli.Demo;
using Tagalong.Cli.Diffing;
using Tagalong.Cli.Explaining;
using Tagalong.Cli.Output;
using Tagalong.Cli.Policies;
using Tagalong.Cli.Sweeping;

namespace Tagalong.Cli;

/// <summary>The verbs of <c>tagalong</c>.</summary>
internal static class CommandLine
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>The exit code: <see cref="ExitCode"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var parsed = CreateRoot().Parse(args);
        var fault = parsed.Action as ParseErrorAction;
        var isMisused = fault is not null;
        if (fault is not null)
        {
            fault.ShowHelp = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
        }

        var invocation = new InvocationConfiguration
        {
            Output = isMisused ? error : output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            return isMisused ? ExitCode.Misuse : code;
        }
        catch (RefusedException refused)
        {
            foreach (var reason in refused.Faults)
            {
                await error.WriteLineAsync($"tagalong: {Printable.Of(reason)}");
            }

            return ExitCode.Misuse;
        }
    }

    private static RootCommand CreateRoot()
    {
        var (policy, belowPolicy) = PolicyCommand.Create();
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
        var root = new RootCommand("Gives the children of Argo Rollouts the labels of their parents.");
        foreach (var verb in notes.Keys)
        {
            root.Add(verb);
        }

        foreach (var (verb, text) in belowPolicy)
        {
            notes.Add(verb, text);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithNotes((HelpAction)help.Action!, notes);
        return root;
    }
}
