namespace Tagalong.Cli.Demo;

/// <summary>What the function reports of one event's end, word for word as in its log.</summary>
/// <param name="Kind">How it ended: <c>Labeled</c>, <c>Unchanged</c>.</param>
/// <param name="Reason">Why: <c>AlreadyWritten</c>.</param>
/// <param name="Added">The labels it added, <c>key=value</c>.</param>
/// <param name="Changed">The labels it changed, with their new values.</param>
/// <param name="Removed">The keys of the labels it removed.</param>
/// <param name="Kept">The labels it left alone: <c>key (reason: detail)</c>.</param>
internal sealed record ReportedOutcome(
    string Kind,
    string Reason,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Kept)
{
    /// <summary>Whether labels were written.</summary>
    public bool HasWritten => Added.Count + Changed.Count + Removed.Count > 0;
}
