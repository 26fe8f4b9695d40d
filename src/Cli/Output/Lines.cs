using Spectre.Console;

namespace Tagalong.Cli.Output;

/// <summary>Whole lines, coloured on a terminal, and never broken where a window ends: they are for grep and for copying.</summary>
internal sealed class Lines(IAnsiConsole console)
{
    private readonly TextWriter _output = console.Profile.Out.Writer;
    private readonly bool _isColoured = console.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };

    /// <summary>Writes a line.</summary>
    /// <param name="text">The line. What a terminal would obey in it is shown.</param>
    /// <param name="ink">Its colour.</param>
    public void Write(string text, Ink ink = Ink.Plain)
    {
        var safe = Printable.Of(text);
        _output.WriteLine(_isColoured && ink != Ink.Plain ? $"\u001b[{CodeOf(ink)}m{safe}\u001b[0m" : safe);
    }

    /// <summary>Lets everything out.</summary>
    public void Flush() => _output.Flush();

    private static int CodeOf(Ink ink) => ink switch
    {
        Ink.Plain => 0,
        Ink.Bold => 1,
        Ink.Dim => 2,
        Ink.Red => 31,
        Ink.Green => 32,
        Ink.Yellow => 33,
    };
}
