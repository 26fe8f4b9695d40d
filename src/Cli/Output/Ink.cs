namespace Tagalong.Cli.Output;

/// <summary>How a line looks on a terminal.</summary>
internal enum Ink
{
    /// <summary>As it comes.</summary>
    Plain,

    /// <summary>A heading.</summary>
    Bold,

    /// <summary>Less important.</summary>
    Dim,

    /// <summary>Gone, or wrong.</summary>
    Red,

    /// <summary>New, or right.</summary>
    Green,

    /// <summary>Changed, or to be looked at.</summary>
    Yellow,
}
