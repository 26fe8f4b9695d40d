namespace Tagalong.Cli.Output;

/// <summary>The look of a line on a terminal.</summary>
internal enum LineStyle
{
    Plain,

    /// <summary>A heading.</summary>
    Bold,

    /// <summary>Less important.</summary>
    Dim,

    /// <summary>Removed, or wrong.</summary>
    Red,

    /// <summary>Added, or right.</summary>
    Green,

    /// <summary>Changed, or worth checking.</summary>
    Yellow,
}
