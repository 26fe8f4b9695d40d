using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>The sender of a request, or why the request is rejected. One of them is null.</summary>
internal readonly record struct AuthenticationResult(Sender? Sender, Outcome? Rejection)
{
    public static AuthenticationResult Of(Sender sender) => new(sender, null);

    public static AuthenticationResult Reject(OutcomeReason reason, string detail) => new(null, new Outcome(reason) { Detail = detail });
}
