using Spectre.Console;

namespace Tagalong.Cli.Output;

/// <summary>Colours and live updates on a terminal, plain lines anywhere else.</summary>
internal static class Terminal
{
    /// <summary>Wide enough for every table, for output that is not a terminal.</summary>
    private const int PlainWidth = 160;

    /// <summary>A console that writes to <paramref name="output"/> and honours <c>NO_COLOR</c>.</summary>
    public static IAnsiConsole ConsoleOf(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),

            // By default Spectre writes escapes on some build services even without a terminal.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
