using Tagalong.Core.Settings;

namespace Tagalong.Hosting.Authentication;

/// <summary>Who may send events. Section <c>Tagalong:Senders</c>.</summary>
public sealed class SenderOptions
{
    /// <summary>How senders are authenticated.</summary>
    /// <value>Default: <see cref="SenderAuthenticationMode.Required"/>; then at least one API key or issuer must be configured.</value>
    public SenderAuthenticationMode Authentication { get; set; } = SenderAuthenticationMode.Required;

    /// <summary>The senders that authenticate by a key in the header <c>X-Api-Key</c>, by name.</summary>
    public Dictionary<string, ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>The issuers whose tokens are accepted in the header <c>Authorization: Bearer</c>, by any name.</summary>
    public Dictionary<string, IssuerOptions> Issuers { get; } = [];

    /// <summary>The age at which an issuer's keys are fetched again, in the background.</summary>
    /// <value>Default: one hour. From one minute to one day.</value>
    [SettingRange(60, 86_400)]
    public TimeSpan KeyRefresh { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The age up to which an issuer's keys are used while new ones cannot be fetched.</summary>
    /// <value>Default: one day. From one minute to thirty days.</value>
    [SettingRange(60, 30 * 86_400)]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The delivery services that the CloudEvents webhook handshake allows; <c>*</c> for any.</summary>
    /// <value>Default: empty, which allows <c>eventgrid.azure.net</c>.</value>
    public List<string> WebhookOrigins { get; } = [];
}
