namespace Tagalong.Core.Events;

/// <summary>The words that senders use for kinds of change.</summary>
internal static class ChangeWords
{
    /// <summary>The change that a word names, or null if it names none. Not case-sensitive.</summary>
    public static WatchChange? Parse(ReadOnlySpan<char> word) =>
        Is(word, "add") || Is(word, "added") || Is(word, "create") ? WatchChange.Added
        : Is(word, "update") || Is(word, "modified") ? WatchChange.Updated
        : Is(word, "delete") || Is(word, "deleted") ? WatchChange.Deleted
        : null;

    private static bool Is(ReadOnlySpan<char> word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);
}
