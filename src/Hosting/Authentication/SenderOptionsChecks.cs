using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Authentication;

/// <summary>Finds what is wrong with <c>Tagalong:Senders</c>, all of it at once. No message repeats a key.</summary>
internal sealed class SenderOptionsChecks(IConfiguration configuration) : IValidateOptions<SenderOptions>
{
    private const string Section = "Tagalong:Senders";

    public ValidateOptionsResult Validate(string? name, SenderOptions options)
    {
        string[] faults =
        [
            .. MisspeltSettings.In(configuration.GetSection(Section)),
            .. Who(options),
            .. options.WebhookOrigins.Where(static origin => origin != "*" && Uri.CheckHostName(origin) != UriHostNameType.Dns)
                .Select(static origin => $"{Section}:WebhookOrigins has '{origin}'; write the name of a host, or *."),
            .. options.ApiKeys.SelectMany(static sender => ApiKeyChecks.FaultsOf($"{Section}:ApiKeys:{sender.Key}", sender.Value)),
            .. ApiKeyChecks.SharedKeys(Section, options.ApiKeys),
            .. options.Issuers.SelectMany(static issuer => IssuerChecks.FaultsOf($"{Section}:Issuers:{issuer.Key}", issuer.Value)),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Who(SenderOptions options)
    {
        var hasCredentials = options.ApiKeys.Count + options.Issuers.Count > 0;
        if (!Enum.IsDefined(options.Authentication))
        {
            yield return $"{Section}:Authentication has to be one of {string.Join(", ", Enum.GetNames<SenderAuthentication>())}.";
        }
        else if (options.Authentication == SenderAuthentication.Required && !hasCredentials)
        {
            yield return $"Nobody may send events yet. Set {Section}:ApiKeys or {Section}:Issuers, or set {Section}:Authentication: "
                + "to Platform if what stands in front lets only authenticated senders in, to Anonymous if anybody may send.";
        }
        else if (options.Authentication == SenderAuthentication.Platform && hasCredentials)
        {
            yield return $"{Section}:Authentication is Platform, so {Section}:ApiKeys and {Section}:Issuers would never be asked; "
                + "remove them, or set it to Required.";
        }
    }
}
