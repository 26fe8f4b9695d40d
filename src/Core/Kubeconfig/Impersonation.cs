using System.Collections.Immutable;
using System.Text;

namespace Tagalong.Core.Kubeconfig;

/// <summary>Whom a user acts as.</summary>
internal sealed record Impersonation(string? User, string? Uid, ImmutableArray<string> Groups, ImmutableArray<(string Key, ImmutableArray<string> Values)> Extra)
{
    /// <summary>What a user's entry says; null if it does not impersonate.</summary>
    public static Impersonation? Read(KubeconfigNode user)
    {
        var read = new Impersonation(
            user["as"].Text(), user["as-uid"].Text(), user["as-groups"].Texts(),
            [.. user["as-user-extra"].Members().Select(static extra => (extra.Name, extra.Value.Texts()))]);
        return read is { User: null, Uid: null, Groups: [], Extra: [] } ? null : read;
    }

    /// <summary>The headers of each request: a header for each value.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers() =>
    [
        .. User is null ? [] : (KeyValuePair<string, string>[])[new("Impersonate-User", User)],
        .. Uid is null ? [] : (KeyValuePair<string, string>[])[new("Impersonate-Uid", Uid)],
        .. Groups.Select(static group => KeyValuePair.Create("Impersonate-Group", group)),
        .. Extra.SelectMany(static extra => extra.Values.Select(value => KeyValuePair.Create($"Impersonate-Extra-{Escaped(extra.Key)}", value))),
    ];

    /// <summary>A header's name has few kinds of characters; the API server decodes the others.</summary>
    private static string Escaped(string key)
    {
        var escaped = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "!#$&'*+-.^_`|~".Contains((char)octet, StringComparison.Ordinal))
            {
                escaped.Append((char)octet);
            }
            else
            {
                escaped.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }
}
