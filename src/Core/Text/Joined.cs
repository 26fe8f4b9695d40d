namespace Tagalong.Core.Text;

/// <summary>Items as a comma-separated list; the text is built only if the log line is written.</summary>
internal readonly struct Joined<T>(IReadOnlyList<T> items)
{
    public override string ToString() => string.Join(", ", items);
}
