using Tagalong.Core.Text;

namespace Tagalong.Core.Telemetry;

/// <summary>
/// Limits names from unknown senders for use in a metric: a bounded number of different names, of bounded length, without control
/// characters. Thread-safe.
/// </summary>
/// <param name="most">The number of different names; all later ones count as one.</param>
internal sealed class BoundedNames(int most)
{
    /// <summary>The name for all names beyond the limit.</summary>
    public const string Other = "(other)";

    /// <summary>The name for an empty name.</summary>
    public const string None = "(none)";

    private const int MaxLength = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The name to use in a metric.</summary>
    public string Of(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return None;
        }

        var clean = UntrustedText.Sanitize(UntrustedText.Truncate(name, MaxLength));
        lock (_lock)
        {
            return _known.Contains(clean) || (_known.Count < most && _known.Add(clean)) ? clean : Other;
        }
    }
}
