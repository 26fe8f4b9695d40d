using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>Who sent a request, or why it is not let in.</summary>
/// <param name="Sender">The sender, or null.</param>
/// <param name="Refusal">The outcome if there is no sender, else null.</param>
internal readonly record struct AuthenticationResult(Sender? Sender, Outcome? Refusal)
{
    public static AuthenticationResult Of(Sender sender) => new(sender, null);

    public static AuthenticationResult Refused(OutcomeReason reason, string detail) => new(null, new Outcome(reason) { Detail = detail });
}
