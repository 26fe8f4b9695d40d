using Tagalong.Core.Text;

namespace Tagalong.Core.Telemetry;

/// <summary>
/// Names that strangers choose, made fit for a metric: only so many different ones, of bounded length, without characters
/// that could break a line. Safe for many threads.
/// </summary>
/// <param name="most">How many names are told apart; all that come later are one.</param>
internal sealed class BoundedNames(int most)
{
    /// <summary>What the names beyond the bound count as.</summary>
    public const string Other = "(other)";

    /// <summary>What no name counts as.</summary>
    public const string None = "(none)";

    private const int MaxLength = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The name as it may stand in a metric.</summary>
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
