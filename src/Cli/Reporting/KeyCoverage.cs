namespace Tagalong.Cli.Reporting;

/// <summary>The objects that a source has a label for, by whether they have it.</summary>
/// <param name="Had">They had it before the sweep.</param>
/// <param name="Given">The sweep added it, or would.</param>
/// <param name="Kept">They keep another value.</param>
/// <param name="Lacking">They lack the key.</param>
internal readonly record struct KeyCoverage(long Had, long Given, long Kept, long Lacking)
{
    public long Total => Had + Given + Kept + Lacking;
}
