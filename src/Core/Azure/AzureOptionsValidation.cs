using Microsoft.Extensions.Options;

namespace Tagalong.Core.Azure;

/// <summary>Validates the addresses and the file of <c>Tagalong:Azure</c>.</summary>
internal sealed class AzureOptionsValidation : IValidateOptions<AzureOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.AuthorityHost is not null && !IsHost(options.AuthorityHost))
        {
            errors.AddError("Tagalong:Azure:AuthorityHost has to be https://HOST/, such as https://login.microsoftonline.com/.");
        }

        if (!IsHost(options.ResourceManager))
        {
            errors.AddError("Tagalong:Azure:ResourceManager has to be https://HOST/, such as https://management.azure.com/.");
        }

        if (!string.IsNullOrEmpty(options.CertificateAuthority) && !File.Exists(options.CertificateAuthority))
        {
            errors.AddError($"Tagalong:Azure:CertificateAuthority is '{options.CertificateAuthority}', and there is no such file.");
        }

        return errors.Build();
    }

    private static bool IsHost(Uri? url) =>
        url is { IsAbsoluteUri: true, AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" } && url.Scheme == Uri.UriSchemeHttps;
}
