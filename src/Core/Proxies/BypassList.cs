using System.Globalization;
using System.Net;

namespace Tagalong.Core.Proxies;

/// <summary>
/// The hosts that are called without a proxy: the variable <c>NO_PROXY</c> as Go's <c>httpproxy</c> package understands it, and so kubectl.
/// .NET does not know its CIDR ranges and ports, so in a pod with a cluster-wide proxy it would call the API server through the proxy.
/// </summary>
internal sealed class BypassList
{
    private readonly List<(IPAddress Base, int Prefix)> _ranges = [];
    private readonly List<(IPAddress Address, string Port)> _addresses = [];
    private readonly List<(string Suffix, string Port, bool IncludesDomain)> _domains = [];
    private readonly bool _isEverything;

    /// <param name="text">Addresses, CIDR ranges and domains, divided by commas, or <c>*</c>. An address or domain may have a port.</param>
    public BypassList(string text)
    {
        foreach (var entry in text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*")
            {
                _isEverything = true;
                return;
            }

            if (!TryAddRange(entry))
            {
                Add(entry);
            }
        }
    }

    /// <summary>Whether a URL is called without a proxy. The machine itself always is.</summary>
    public bool Includes(Uri url)
    {
        var host = url.IdnHost.ToLowerInvariant().TrimEnd('.');
        if (host == "localhost" || _isEverything)
        {
            return true;
        }

        var port = url.Port.ToString(CultureInfo.InvariantCulture);
        if (AddressOf(host) is not { } address)
        {
            return _domains.Exists(domain => (domain.Port.Length == 0 || domain.Port == port)
                && (host.EndsWith(domain.Suffix, StringComparison.Ordinal) || (domain.IncludesDomain && host.AsSpan().SequenceEqual(domain.Suffix.AsSpan(1)))));
        }

        return IPAddress.IsLoopback(address)
            || _ranges.Exists(range => IsIn(address, range.Base, range.Prefix))
            || _addresses.Exists(known => known.Address.Equals(address) && (known.Port.Length == 0 || known.Port == port));
    }

    private bool TryAddRange(string entry)
    {
        if (entry.Split('/') is not [var text, var length] || AddressOf(text) is not { } address
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > address.GetAddressBytes().Length * 8)
        {
            return false;
        }

        _ranges.Add((address, prefix));
        return true;
    }

    private void Add(string entry)
    {
        var (host, port) = Split(entry);
        if (host.Length == 0)
        {
            return;
        }

        if (AddressOf(host) is { } address)
        {
            _addresses.Add((address, port));
            return;
        }

        var isSuffix = host[0] == '.' || host.StartsWith("*.", StringComparison.Ordinal);
        _domains.Add(($".{Ascii(isSuffix ? host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..] : host)}", port, IncludesDomain: !isSuffix));
    }

    private static (string Host, string Port) Split(string entry)
    {
        if (AddressOf(entry) is not null)
        {
            return (entry, "");
        }

        var colon = entry.LastIndexOf(':');
        return colon < 0 ? (entry, "") : (entry[..colon].Trim('[', ']'), entry[(colon + 1)..]);
    }

    private static string Ascii(string domain)
    {
        try
        {
            return new IdnMapping().GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    /// <remarks>.NET takes <c>10</c> and <c>10.1</c> for addresses; Go, and the authors of these lists, do not.</remarks>
    private static IPAddress? AddressOf(string text) =>
        (text.Contains(':', StringComparison.Ordinal) || text.Count(static letter => letter == '.') == 3) && IPAddress.TryParse(text, out var address)
            ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            : null;

    /// <remarks>Other than in .NET's type for networks, bits of the base after the prefix do not matter.</remarks>
    private static bool IsIn(IPAddress address, IPAddress network, int prefix)
    {
        var (bits, expected) = (address.GetAddressBytes(), network.GetAddressBytes());
        if (bits.Length != expected.Length)
        {
            return false;
        }

        var whole = prefix / 8;
        return bits.AsSpan(0, whole).SequenceEqual(expected.AsSpan(0, whole))
            && (prefix % 8 == 0 || (bits[whole] ^ expected[whole]) >> (8 - prefix % 8) == 0);
    }
}
