using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Queues;

/// <summary>Why a message is a dead letter.</summary>
/// <param name="Reason">The reason of its last outcome.</param>
/// <param name="Description">A sentence without any part of the body.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record DeadLetterCause(OutcomeReason Reason, string Description, int Attempts);
