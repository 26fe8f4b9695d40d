using Spectre.Console;

namespace Tagalong.Cli.Output;

/// <summary>Where people read: colours and moving lines on a terminal, plain lines anywhere else.</summary>
internal static class Terminal
{
    /// <summary>Wide enough for every table, where nobody's window sets a width.</summary>
    private const int PlainWidth = 160;

    /// <summary>The console over a writer; <c>NO_COLOR</c> is honoured.</summary>
    public static IAnsiConsole ConsoleOf(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),

            // Some build services would have escapes in their logs.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
