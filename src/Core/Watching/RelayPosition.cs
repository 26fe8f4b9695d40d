namespace Tagalong.Core.Watching;

/// <summary>How far a relay has come with one kind.</summary>
/// <param name="ResourceVersion">What changed up to here was seen; null as long as not all that exists was looked at.</param>
/// <param name="Waiting">How many objects have an event that is not handed over yet.</param>
public readonly record struct RelayPosition(ulong? ResourceVersion, int Waiting);
