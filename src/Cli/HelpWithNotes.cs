using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tagalong.Cli;

/// <summary>The help of a verb, with notes below it: examples, exit codes.</summary>
/// <param name="help">The help without the notes.</param>
/// <param name="notes">The notes of each verb that has some.</param>
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
