using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Authentication;

/// <summary>Validates <c>Tagalong:Senders</c>. No message quotes a key.</summary>
internal sealed class SenderOptionsValidation : IValidateOptions<SenderOptions>
{
    private const string Section = "Tagalong:Senders";

    public ValidateOptionsResult Validate(string? name, SenderOptions options)
    {
        string[] errors =
        [
            .. AuthenticationErrors(options),
            .. options.WebhookOrigins.Where(static origin => origin != "*" && Uri.CheckHostName(origin) != UriHostNameType.Dns)
                .Select(static origin => $"{Section}:WebhookOrigins has '{origin}'; set the name of a host, or *."),
            .. options.ApiKeys.SelectMany(static sender => ApiKeyOptionsValidation.Errors($"{Section}:ApiKeys:{sender.Key}", sender.Value)),
            .. ApiKeyOptionsValidation.SharedKeys(Section, options.ApiKeys),
            .. options.Issuers.SelectMany(static issuer => IssuerOptionsValidation.Errors($"{Section}:Issuers:{issuer.Key}", issuer.Value)),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> AuthenticationErrors(SenderOptions options)
    {
        var hasCredentials = options.ApiKeys.Count + options.Issuers.Count > 0;
        if (options.Authentication == SenderAuthenticationMode.Required && !hasCredentials)
        {
            yield return $"No sender can authenticate. Set {Section}:ApiKeys or {Section}:Issuers, or set {Section}:Authentication: "
                + "to Platform if the platform in front admits only authenticated senders, to Anonymous if everyone may send.";
        }
        else if (options.Authentication == SenderAuthenticationMode.Platform && hasCredentials)
        {
            yield return $"{Section}:Authentication is Platform, so {Section}:ApiKeys and {Section}:Issuers would never be used; "
                + "remove them, or set it to Required.";
        }
    }
}
