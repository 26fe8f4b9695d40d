using Tagalong.Core.Outcomes;

namespace Tagalong.Functions;

/// <summary>Fails an invocation, so that the Functions host, or the service behind its trigger, delivers the events again.</summary>
internal sealed class DeliverAgainException(Outcome outcome) : Exception($"{outcome.Kind} ({outcome.Reason}). {outcome.Detail}".TrimEnd());
