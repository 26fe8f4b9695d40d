namespace Tagalong.Cli.Auditing;

/// <summary>How it stands with a required label.</summary>
/// <param name="Objects">How many objects were looked at.</param>
/// <param name="Carry">How many carry it.</param>
/// <param name="Supplied">How many lack it, and would be given it by a sweep.</param>
/// <param name="Lacking">How many lack it, and would go on lacking it.</param>
internal readonly record struct KeyCount(long Objects, long Carry, long Supplied, long Lacking);
