namespace Tagalong.Core.Watching;

/// <summary>The progress of a relay for one kind.</summary>
/// <param name="ResourceVersion">All changes up to this version were seen; null until all existing objects were seen.</param>
/// <param name="Waiting">How many objects have an event that the sink does not have yet.</param>
public readonly record struct RelayPosition(ulong? ResourceVersion, int Waiting);
