namespace Tagalong.Cli.Demo;

/// <summary>One event that was sent, and what became of it.</summary>
/// <param name="Object">The object it tells of.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Status">The HTTP status with which it was answered.</param>
/// <param name="Outcome">How the function says it ended; null if it said nothing.</param>
internal sealed record Delivery(ObjectName Object, string Type, int Status, ReportedOutcome? Outcome)
{
    /// <summary>Whether the sender would not have to send it again.</summary>
    public bool IsAccepted => Status == 202;
}
