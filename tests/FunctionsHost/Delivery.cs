namespace Tagalong.FunctionsHost;

/// <summary>What became of what a trigger brought.</summary>
/// <param name="Count">How often it was delivered.</param>
/// <param name="IsCompleted">Whether the function was done with it in the end; otherwise a message is a dead letter, and a batch is lost.</param>
/// <param name="Last">How the last delivery ended.</param>
public sealed record Delivery(int Count, bool IsCompleted, InvocationVerdict Last);
