using Tagalong.Core.Outcomes;

namespace Tagalong.Server.AzureFunctions;

/// <summary>
/// Which HTTP status tells the host what. It takes every status but 2xx as a failure, and has what failed brought again
/// where the trigger can: so what is at fault itself has been handled as far as the host is concerned.
/// </summary>
internal static class InvocationContract
{
    public static int StatusOf(OutcomeKind outcome) => outcome.Disposition() switch
    {
        Disposition.Accept => StatusCodes.Status200OK,
        Disposition.Reject => StatusCodes.Status200OK,
        Disposition.Retry => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The worst of a batch decides, for all of it comes again: what is done already costs nothing then.</summary>
    public static int StatusOf(IReadOnlyCollection<Outcome> outcomes) => outcomes.Max(static outcome => StatusOf(outcome.Kind));
}
