using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tagalong.Core.Credentials;

namespace Tagalong.Server.RabbitMq;

/// <summary>Checks the way to a RabbitMQ broker. An address may hold a secret and is not quoted.</summary>
internal sealed class RabbitMqChecks : IValidateOptions<RabbitMqOptions>
{
    private const string Section = "Tagalong:Queue:RabbitMq";

    public ValidateOptionsResult Validate(string? name, RabbitMqOptions options)
    {
        var faults = FaultsOf(options).ToList();
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> FaultsOf(RabbitMqOptions options)
    {
        if (options is { Uri.Length: > 0, UriFile.Length: > 0 })
        {
            yield return $"{Section}:Uri and :UriFile are both set; set one of them.";
        }
        else if (options is { Uri.Length: 0, UriFile.Length: 0 })
        {
            yield return $"{Section}:Uri says where the broker is: set it to amqps://HOST/VHOST, or :UriFile to a file that holds such an address.";
        }
        else if (options.Uri.Length > 0 && !(System.Uri.TryCreate(options.Uri, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Segments.Length <= 2))
        {
            yield return $"{Section}:Uri has to look like amqps://HOST[:PORT][/VHOST]; a slash in the name of the virtual host is written %2F.";
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

        if (options.CertificateAuthority.Length > 0 && AuthorityFault(options.CertificateAuthority) is { } fault)
        {
            yield return $"{Section}:CertificateAuthority: {fault}";
        }

        if (options.DeadLetterExchange.Length == 0)
        {
            yield return $"{Section}:DeadLetterExchange is empty; name an exchange, or leave it out for tagalong.dead.";
        }
    }

    private static string? AuthorityFault(string path)
    {
        try
        {
            _ = CertificateAuthorities.Load(path);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            return fault.Message;
        }
    }
}
