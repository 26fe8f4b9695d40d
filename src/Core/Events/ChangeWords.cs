namespace Tagalong.Core.Events;

/// <summary>The words by which senders tell what happened.</summary>
internal static class ChangeWords
{
    /// <summary>The change that a word stands for, or null if it stands for none. Case does not count.</summary>
    public static WatchChange? Parse(string word) => word.ToUpperInvariant() switch
    {
        "ADD" or "ADDED" or "CREATE" => WatchChange.Added,
        "UPDATE" or "MODIFIED" => WatchChange.Updated,
        "DELETE" or "DELETED" => WatchChange.Deleted,
        _ => null,
    };
}
