using Tagalong.Core.Settings;

namespace Tagalong.Hosting.Authentication;

/// <summary>Who may send events. Section <c>Tagalong:Senders</c>.</summary>
public sealed class SenderOptions
{
    /// <summary>Who makes sure that a sender is who it should be.</summary>
    /// <value>
    /// Default: <see cref="SenderAuthentication.Required"/>; then there has to be at least one API key or issuer.
    /// </value>
    public SenderAuthentication Authentication { get; set; } = SenderAuthentication.Required;

    /// <summary>The senders that prove themselves by a key in the header <c>X-Api-Key</c>, by their names.</summary>
    public Dictionary<string, ApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>The issuers whose tokens are taken in the header <c>Authorization: Bearer</c>, by names of one's own choice.</summary>
    public Dictionary<string, IssuerOptions> Issuers { get; } = [];

    /// <summary>How old an issuer's keys may get before they are fetched again, beside the work.</summary>
    /// <value>Default: one hour. From one minute to one day.</value>
    [SettingRange("Tagalong:Senders:KeyRefresh", 60, 86_400)]
    public TimeSpan KeyRefresh { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old an issuer's keys may get while new ones cannot be fetched.</summary>
    /// <value>Default: one day. From one minute to thirty days.</value>
    [SettingRange("Tagalong:Senders:KeyLifetime", 60, 30 * 86_400)]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The delivery services that may deliver here when they ask by the CloudEvents webhook handshake; <c>*</c> for any.
    /// </summary>
    /// <value>Default, also where the list is empty: <c>eventgrid.azure.net</c>.</value>
    public List<string> WebhookOrigins { get; } = [];
}
