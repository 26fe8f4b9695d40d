namespace Tagalong.Server.AzureFunctions;

/// <summary>A function that the host invokes by a payload.</summary>
/// <param name="Name">Its name, which is its folder's, and the path that the host posts to.</param>
/// <param name="Trigger">What invokes it.</param>
/// <param name="Binding">The name by which a payload holds what the trigger brought.</param>
internal sealed record TriggeredFunction(string Name, Trigger Trigger, string Binding);
