namespace Tagalong.Core.Watching;

/// <summary>The result of one attempt to send an event.</summary>
/// <param name="Status">What the sink did with the event.</param>
/// <param name="Message">Why the sink does not have the event, for people; null if it has.</param>
/// <param name="RetryAfter">How long the sink asks to wait, or null if it does not ask.</param>
public readonly record struct SinkResult(SinkStatus Status, string? Message = null, TimeSpan? RetryAfter = null);
