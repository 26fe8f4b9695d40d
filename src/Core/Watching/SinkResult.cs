namespace Tagalong.Core.Watching;

/// <summary>What came of one attempt to hand over an event.</summary>
/// <param name="Verdict">What the sink makes of it.</param>
/// <param name="Fault">Why the sink has it not, for people; null if it has.</param>
/// <param name="RetryAfter">How long the sink asks to wait, or null if it does not.</param>
public readonly record struct SinkResult(SinkStatus Verdict, string? Fault = null, TimeSpan? RetryAfter = null);
