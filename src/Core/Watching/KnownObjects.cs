using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>
/// What is remembered of the objects of one kind, a few bytes of each: whether an event shows anything new. Not safe for
/// several threads.
/// </summary>
/// <remarks>A uid is remembered by its hash. That two objects share one is less likely than a disk that forgets.</remarks>
internal sealed class KnownObjects
{
    private readonly Dictionary<ulong, ulong> _hashes = [];
    private HashSet<ulong>? _listed;

    /// <summary>How many objects are remembered.</summary>
    public int Count => _hashes.Count;

    /// <summary>Whether the object is known at all.</summary>
    public bool Knows(ObjectSnapshot shown) => _hashes.ContainsKey(KeyOf(shown));

    /// <summary>Whether it is known with this hash.</summary>
    public bool IsSame(ObjectSnapshot shown, ulong hash) => _hashes.TryGetValue(KeyOf(shown), out var known) && known == hash;

    /// <summary>Remembers an object.</summary>
    public void Remember(ObjectSnapshot shown, ulong hash) => _hashes[KeyOf(shown)] = hash;

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(ObjectSnapshot shown) => _hashes.Remove(KeyOf(shown));

    /// <summary>From here on all objects are shown that there are.</summary>
    public void BeginList() => _listed = new HashSet<ulong>(_hashes.Count);

    /// <summary>An object was in the list.</summary>
    public void Listed(ObjectSnapshot shown) => _listed?.Add(KeyOf(shown));

    /// <summary>All have been shown: what was not among them is gone, and forgotten.</summary>
    public void EndList()
    {
        if (_listed is { } listed)
        {
            foreach (var gone in _hashes.Keys.Where(key => !listed.Contains(key)).ToList())
            {
                _hashes.Remove(gone);
            }
        }

        _listed = null;
    }

    private static ulong KeyOf(ObjectSnapshot shown) => WatchedKind.Of(shown.Uid);
}
