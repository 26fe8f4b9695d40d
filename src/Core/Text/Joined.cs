namespace Tagalong.Core.Text;

/// <summary>Items that are written one after another only if a log line is really written.</summary>
internal readonly struct Joined<T>(IReadOnlyList<T> items)
{
    public override string ToString() => string.Join(", ", items);
}
