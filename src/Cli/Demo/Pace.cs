namespace Tagalong.Cli.Demo;

/// <summary>The pace of a scenario.</summary>
internal enum Pace
{
    /// <summary>As recorded, with long gaps cut short.</summary>
    Brief,

    /// <summary>Without gaps.</summary>
    Fast,

    /// <summary>As recorded.</summary>
    Recorded,
}
