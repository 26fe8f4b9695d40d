using System.Collections.Concurrent;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// The labels of owners and namespaces as a sweep listed them, in place of a read an owner. It grows with the owners, not
/// with what they own. What it does not hold is newer than the list, or gone, and is read.
/// </summary>
internal sealed class ListedSources(ISourceLabels live) : ISourceLabels
{
    private readonly ConcurrentDictionary<string, ListedOwner> _owners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LabelSet> _namespaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Rule, string Namespace, string Name, string Uid), Failure> _gone = new();

    /// <summary>Takes note of an owner.</summary>
    public void Note(ObjectSnapshot owner) => _owners[owner.Uid] = new ListedOwner(
        owner.Labels, owner.Namespace, owner.Name, owner.Controller);

    /// <summary>Takes note of a namespace.</summary>
    public void NoteNamespace(ObjectSnapshot ns) => _namespaces[ns.Name] = ns.Labels;

    /// <summary>The labels that a rule asks for, or null where not all of them are held.</summary>
    public SourceLabels? Find(RuleMatch match, ObjectSnapshot target)
    {
        var labels = new SourceLabels();
        if (match.Rule.Uses(LabelSourceKind.Owner) || match.Rule.Uses(LabelSourceKind.OwnersOwner))
        {
            if (Find(match.Owner, target) is not { } owner)
            {
                return null;
            }

            labels = labels with { Owner = owner.Labels };
            if (match.Rule.Uses(LabelSourceKind.OwnersOwner) && owner.Controller is { } controller)
            {
                if (Find(controller, target) is not { } next)
                {
                    return null;
                }

                labels = labels with { OwnersOwner = next.Labels };
            }
        }

        if (match.Rule.Uses(LabelSourceKind.Namespace) && target.Namespace.Length > 0)
        {
            if (!_namespaces.TryGetValue(target.Namespace, out var ns))
            {
                return null;
            }

            labels = labels with { Namespace = ns };
        }

        return labels;
    }

    /// <inheritdoc/>
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

    /// <summary>The owner that a reference names: whoever knows the uid of another tenant's object gets none of its labels by that.</summary>
    private ListedOwner? Find(OwnerReference reference, ObjectSnapshot target) =>
        _owners.TryGetValue(reference.Uid, out var owner) && owner.Name == reference.Name && (owner.Namespace.Length == 0 || owner.Namespace == target.Namespace)
            ? owner
            : null;

    private sealed record ListedOwner(LabelSet Labels, string Namespace, string Name, OwnerReference? Controller);
}
