namespace Tagalong.Cli.Reporting;

/// <summary>On how many objects a label is of those that a source has it for.</summary>
/// <param name="Had">It was there with the source's value.</param>
/// <param name="Given">The sweep gave it, or would.</param>
/// <param name="Kept">The object has the key with another value, which stays.</param>
/// <param name="Lacking">It is not there.</param>
internal readonly record struct KeyCoverage(long Had, long Given, long Kept, long Lacking)
{
    /// <summary>All of them.</summary>
    public long Total => Had + Given + Kept + Lacking;
}
