using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tagalong.Server.CommandLine;

/// <summary>The help of a verb, with its notes below the options.</summary>
internal sealed class HelpWithNotes(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine((parseResult.CommandResult.Command as Verb)?.Notes ?? RootNotes.Text);
        return code;
    }
}
