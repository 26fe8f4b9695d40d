namespace Tagalong.FunctionsHost;

/// <summary>What became of a message.</summary>
/// <param name="Count">How often it was delivered.</param>
/// <param name="IsCompleted">Whether the function was done with it in the end; otherwise it is among the dead letters.</param>
/// <param name="Last">How the last delivery ended.</param>
public sealed record Delivery(int Count, bool IsCompleted, InvocationVerdict Last);
