namespace Tagalong.FunctionsHost.Queues;

/// <summary>How the text of a message is stored: <c>messageEncoding</c> in <c>host.json</c>.</summary>
public enum MessageEncoding
{
    Base64,
    None,
}
