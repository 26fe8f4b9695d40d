namespace Tagalong.Cli.Reporting;

/// <summary>Objects by whether they have every label that their sources have for them, with any value.</summary>
/// <param name="Had">They had every label before the sweep.</param>
/// <param name="Completed">They have every label since the sweep, or would.</param>
/// <param name="Lacking">They lack at least one label.</param>
internal readonly record struct ObjectCoverage(long Had, long Completed, long Lacking)
{
    public long Total => Had + Completed + Lacking;

    public static ObjectCoverage operator +(ObjectCoverage one, ObjectCoverage other) =>
        new(one.Had + other.Had, one.Completed + other.Completed, one.Lacking + other.Lacking);
}
