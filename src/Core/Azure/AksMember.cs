namespace Tagalong.Core.Azure;

/// <summary>A cluster that a listing found.</summary>
/// <param name="Name">The name that it is served by: its own; in an AKS fleet, that of the member.</param>
/// <param name="ResourceId">Its resource id.</param>
internal sealed record AksMember(string Name, string ResourceId);
