using Tagalong.Core.Outcomes;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting.Dispatching;

/// <summary>What a sender is answered.</summary>
/// <param name="Outcome">The outcome; of a batch the worst.</param>
/// <param name="Reply">The event of the outcome that the answer carries, or null.</param>
internal readonly record struct Answer(Outcome Outcome, OutcomeEvent? Reply = null)
{
    public static implicit operator Answer(Outcome outcome) => new(outcome);
}
