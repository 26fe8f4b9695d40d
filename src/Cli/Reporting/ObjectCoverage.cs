namespace Tagalong.Cli.Reporting;

/// <summary>How many objects carry every label that their sources have for them, whatever its value.</summary>
/// <param name="Had">They did before the sweep.</param>
/// <param name="Completed">They do since the sweep, or would.</param>
/// <param name="Lacking">They lack one at least.</param>
internal readonly record struct ObjectCoverage(long Had, long Completed, long Lacking)
{
    /// <summary>All of them.</summary>
    public long Total => Had + Completed + Lacking;

    /// <summary>Adds two up.</summary>
    public static ObjectCoverage operator +(ObjectCoverage one, ObjectCoverage other) =>
        new(one.Had + other.Had, one.Completed + other.Completed, one.Lacking + other.Lacking);
}
