using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tagalong.Cli;

/// <summary>Prints the help of a command and then its notes: examples and exit codes.</summary>
internal sealed class HelpWithNotes(HelpAction help, IReadOnlyDictionary<Command, string> notes) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (notes.TryGetValue(parseResult.CommandResult.Command, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        }

        return code;
    }
}
