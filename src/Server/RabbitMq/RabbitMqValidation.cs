using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tagalong.Core.Credentials;

namespace Tagalong.Server.RabbitMq;

/// <summary>Validates the connection to a RabbitMQ broker. An address may contain a secret and is not quoted.</summary>
internal sealed class RabbitMqValidation : IValidateOptions<RabbitMqOptions>
{
    private const string Section = "Tagalong:Queue:RabbitMq";

    public ValidateOptionsResult Validate(string? name, RabbitMqOptions options) =>
        ErrorsIn(options).ToList() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

    private static IEnumerable<string> ErrorsIn(RabbitMqOptions options)
    {
        if (options is { Uri.Length: > 0, UriFile.Length: > 0 })
        {
            yield return $"{Section}:Uri and :UriFile are both set; set one of them.";
        }
        else if (options is { Uri.Length: 0, UriFile.Length: 0 })
        {
            yield return $"{Section}:Uri is not set: set it to amqps://HOST/VHOST, or :UriFile to a file with such an address.";
        }
        else if (options.Uri.Length > 0 && !(System.Uri.TryCreate(options.Uri, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Segments.Length <= 2))
        {
            yield return $"{Section}:Uri has to look like amqps://HOST[:PORT][/VHOST]; write a slash in the name of the virtual host as %2F.";
        }

        if (options is { Password.Length: > 0, PasswordFile.Length: > 0 })
        {
            yield return $"{Section}:Password and :PasswordFile are both set; set one of them.";
        }

        foreach (var (setting, path) in ((string, string)[])[("UriFile", options.UriFile), ("PasswordFile", options.PasswordFile)])
        {
            if (path.Length > 0 && !File.Exists(path))
            {
                yield return $"{Section}:{setting} is '{path}', and there is no such file.";
            }
        }

        if (options.CertificateAuthority.Length > 0 && ErrorIn(options.CertificateAuthority) is { } error)
        {
            yield return $"{Section}:CertificateAuthority: {error}";
        }

        if (options.DeadLetterExchange.Length == 0)
        {
            yield return $"{Section}:DeadLetterExchange is empty; name an exchange, or remove the setting to use tagalong.dead.";
        }
    }

    private static string? ErrorIn(string authorities)
    {
        try
        {
            _ = CertificateAuthorities.Load(authorities);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            return error.Message;
        }
    }
}
