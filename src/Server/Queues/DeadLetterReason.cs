using Tagalong.Core.Outcomes;

namespace Tagalong.Server.Queues;

/// <summary>Why a message is given up.</summary>
/// <param name="Reason">The reason of its last outcome.</param>
/// <param name="Detail">A sentence for people, without any part of the body.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record DeadLetterReason(OutcomeReason Reason, string Detail, int Attempts);
