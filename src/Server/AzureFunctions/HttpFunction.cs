namespace Tagalong.Server.AzureFunctions;

/// <summary>A function whose requests the host passes on as they came.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Route">The path below the root by which anybody reaches it, or a pattern of such paths.</param>
/// <param name="IsAnonymous">Whether the host lets everybody through to it.</param>
internal sealed record HttpFunction(string Name, string Route, bool IsAnonymous);
