using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tagalong.Cli.Commands;

namespace Tagalong.Cli;

/// <summary>Prints the help of a command and then its notes.</summary>
internal sealed class HelpWithNotes(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand command)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(command.Notes);
        }

        return code;
    }
}
