namespace Tagalong.Cli.Demo;

/// <summary>How fast a release is played.</summary>
internal enum Pace
{
    /// <summary>Bursts as they were recorded, the quiet between them cut short.</summary>
    Brief,

    /// <summary>Without waiting.</summary>
    Fast,

    /// <summary>As it was recorded.</summary>
    Recorded,
}
