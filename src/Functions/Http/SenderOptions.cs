namespace Tagalong.Functions.Http;

/// <summary>Who sends events. Section <c>Tagalong:Senders</c>.</summary>
public sealed class SenderOptions
{
    /// <summary>Who makes sure that a sender is who it should be.</summary>
    /// <value>Default: <see cref="SenderAuthentication.None"/>.</value>
    public SenderAuthentication Authentication { get; set; } = SenderAuthentication.None;
}
