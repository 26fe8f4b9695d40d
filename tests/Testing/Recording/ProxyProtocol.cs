namespace Tagalong.Testing.Recording;

/// <summary>How a client speaks to a proxy.</summary>
public enum ProxyProtocol
{
    Http,
    Https,
    Socks5,
}
