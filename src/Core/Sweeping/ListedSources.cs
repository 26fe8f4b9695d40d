using System.Collections.Concurrent;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// The labels of owners and namespaces as a sweep listed them, instead of one read per owner. It grows with the owners, not
/// with what they own. An object that it does not hold is newer than the list, or gone, and is read.
/// </summary>
internal sealed class ListedSources(ISourceLabels live) : ISourceLabels
{
    private readonly ConcurrentDictionary<string, ListedObject> _byUid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ListedObject> _namespaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Rule, string Namespace, string Name, string Uid), Failure> _gone = new();

    /// <summary>Adds an object that others get labels from.</summary>
    public void Add(ObjectSnapshot source)
    {
        var listed = new ListedObject(source.Labels, source.Namespace, source.Name, source.Controller);
        _byUid[source.Uid] = listed;
        if (source.GroupKind == NamespaceSource.Type.GroupKind)
        {
            _namespaces[source.Name] = listed;
        }
    }

    /// <summary>The labels that a rule asks for, or null where not all of them are held.</summary>
    public SourceLabels? Find(RuleMatch match, ObjectSnapshot target)
    {
        var search = new SourceSearch(match, target);
        while (search.Next() is { } reference)
        {
            if (Find(reference) is not { } listed)
            {
                return null;
            }

            search.Found(listed.Labels, listed.Controller);
        }

        return search.Labels;
    }

    public async ValueTask<SourceLookup> ReadAsync(
        RuleMatch match, ObjectSnapshot target, long since, bool onlyLive, CancellationToken cancellationToken)
    {
        if (!onlyLive && Find(match, target) is { } listed)
        {
            return new SourceLookup { Labels = listed };
        }

        // A uid that is gone does not come back.
        var key = (match.Rule.Name, target.Namespace, match.Owner.Name, match.Owner.Uid);
        if (_gone.TryGetValue(key, out var gone))
        {
            return new SourceLookup { Failure = gone };
        }

        var read = await live.ReadAsync(match, target, since, onlyLive, cancellationToken).ConfigureAwait(false);
        if (read.Labels is null && read.Failure.Reason is OutcomeReason.OwnerGone or OutcomeReason.OwnerReplaced)
        {
            _gone[key] = read.Failure;
        }

        return read;
    }

    /// <summary>The object that a reference names. Name and namespace must match too: the uid of an object of another tenant gives none of its labels.</summary>
    private ListedObject? Find(SourceReference reference) =>
        (reference.Uid is { } uid ? _byUid.GetValueOrDefault(uid) : _namespaces.GetValueOrDefault(reference.Name)) is { } listed
            && listed.Name == reference.Name && (listed.Namespace.Length == 0 || listed.Namespace == reference.Namespace)
                ? listed
                : null;

    private sealed record ListedObject(LabelSet Labels, string Namespace, string Name, OwnerReference? Controller);
}
