using Tagalong.Core.Outcomes;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting.Dispatching;

/// <summary>The result of dispatching an event.</summary>
/// <param name="Outcome">The outcome, which has been reported; of a batch the worst.</param>
/// <param name="Reply">The outcome event that the response carries, or null.</param>
public readonly record struct DispatchResult(Outcome Outcome, OutcomeEvent? Reply = null);
