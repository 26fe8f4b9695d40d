using Microsoft.Extensions.Options;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Server.AzureFunctions;

/// <summary>
/// Refuses an app by which a stranger could pass for the host. The host posts payloads to paths that are named like
/// functions, and passes HTTP requests on by the paths that they came by: the one must never reach the other.
/// </summary>
internal sealed class FunctionAppChecks(FunctionApp app) : IValidateOptions<SenderOptions>
{
    public ValidateOptionsResult Validate(string? name, SenderOptions options)
    {
        string[] faults =
        [
            .. app.Faults,
            .. app.Http.Where(static http => http.Route.Contains('{')).Select(static http =>
                $"{http.Name}/function.json has the route '{http.Route}'; write a path without parameters, or a stranger could use it to pass for the host."),
            .. app.Http.Where(http => app.Triggered.Any(triggered => triggered.Name.Equals(http.Route, StringComparison.OrdinalIgnoreCase))).Select(static http =>
                $"{http.Name}/function.json has the route '{http.Route}', by which the host invokes the function of that name; choose another one."),
            .. app.Triggered.Where(static triggered => triggered.Name.Equals("events", StringComparison.OrdinalIgnoreCase)).Select(static triggered =>
                $"{triggered.Name}/function.json has another trigger than HTTP, and /events is where events come in by HTTP; rename the folder."),
            .. app.Http.Where(http => http.IsAnonymous && options.Authentication == SenderAuthenticationMode.Platform).Select(static http =>
                $"{http.Name}/function.json has the authLevel anonymous, and Tagalong:Senders:Authentication is Platform, so that nobody would make sure of a sender; set the authLevel to function, or Authentication to Required."),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
