namespace Tagalong.Cli.Output;

/// <summary>The look of a line on a terminal, with its ANSI code.</summary>
internal enum LineStyle
{
    Plain = 0,

    /// <summary>A heading.</summary>
    Bold = 1,

    /// <summary>Less important.</summary>
    Dim = 2,

    /// <summary>Removed, or wrong.</summary>
    Red = 31,

    /// <summary>Added, or right.</summary>
    Green = 32,

    /// <summary>Changed, or worth checking.</summary>
    Yellow = 33,
}
