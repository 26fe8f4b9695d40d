namespace Tagalong.Core.Events;

/// <summary>The words by which senders tell what happened.</summary>
internal static class ChangeWords
{
    /// <summary>The change that a word stands for, or null if it stands for none. Case does not count.</summary>
    public static WatchChange? Parse(ReadOnlySpan<char> word) =>
        Is(word, "add") || Is(word, "added") || Is(word, "create") ? WatchChange.Added
        : Is(word, "update") || Is(word, "modified") ? WatchChange.Updated
        : Is(word, "delete") || Is(word, "deleted") ? WatchChange.Deleted
        : null;

    private static bool Is(ReadOnlySpan<char> word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);
}
