using Spectre.Console;

namespace Tagalong.Cli.Output;

/// <summary>Whole lines, coloured on a terminal and never wrapped at the window's edge, so that they can be copied and searched.</summary>
internal sealed class Lines(IAnsiConsole console)
{
    private readonly TextWriter _output = console.Profile.Out.Writer;
    private readonly bool _isColoured = console.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };

    /// <summary>Writes a line; control characters in the text are escaped.</summary>
    public void Write(string text, LineStyle style = LineStyle.Plain)
    {
        var safe = Printable.Of(text);
        _output.WriteLine(_isColoured && style != LineStyle.Plain ? $"\u001b[{(int)style}m{safe}\u001b[0m" : safe);
    }

    public void Flush() => _output.Flush();
}
