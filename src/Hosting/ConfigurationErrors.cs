using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Tagalong.Hosting;

/// <summary>The errors of a configuration that a process cannot start with.</summary>
public static class ConfigurationErrors
{
    /// <summary>What is wrong, a sentence each; null if the exception is not about the configuration.</summary>
    public static IEnumerable<string>? In(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException several when several.InnerExceptions.All(static error => error is OptionsValidationException) =>
            several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static error => error.Failures),
        FormatException or IOException or SocketException or InvalidOperationException => [exception.Message],
        _ => null,
    };
}
