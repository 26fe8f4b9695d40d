using Tagalong.Core.Settings;

namespace Tagalong.Server.AzureFunctions;

/// <summary>How invocations by the Azure Functions host are answered. Section <c>Tagalong:AzureFunctions</c>.</summary>
public sealed class AzureFunctionsOptions
{
    /// <summary>
    /// How long the answer to a message of Service Bus waits, where the message is to come again. The host gives it back
    /// without a delay of its own, so that all its deliveries would be used up within seconds.
    /// </summary>
    /// <value>Default: 30 seconds: with ten deliveries, five minutes. Up to four minutes, inside the time that the message is kept locked.</value>
    [SettingRange(0, 240)]
    public TimeSpan RedeliveryDelay { get; set; } = TimeSpan.FromSeconds(30);
}
