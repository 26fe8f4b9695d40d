using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>
/// Says which objects hold the labels that a rule asks for, one after another, and collects these labels. The caller
/// gets the objects: from the API server, from a list, from memory.
/// </summary>
internal struct SourceSearch(RuleMatch match, ObjectSnapshot target)
{
    private SourceLabels.ByKind _found;
    private OwnerReference? _controller;
    private int _next;
    private int _missing;
    private bool _hasFound;
    private OwnerReference? _foreign;

    /// <summary>The labels of the objects that were found.</summary>
    public readonly SourceLabels Labels => _hasFound ? new SourceLabels(_found) { Foreign = _foreign } : SourceLabels.None;

    /// <summary>The sources of the rule whose objects are missing.</summary>
    public readonly ImmutableArray<LabelSourceKind> Missing
    {
        get
        {
            var (missing, rule) = (_missing, match.Rule);
            return [.. SourceTable.All.Select(static source => source.Kind).Where(kind => (missing & Bit(kind)) != 0 && rule.Uses(kind))];
        }
    }

    /// <summary>The next object to get, or null if the labels are complete.</summary>
    public SourceReference? Next()
    {
        while (_next < SourceTable.All.Length)
        {
            var source = SourceTable.All[_next++];
            if (!SourceTable.IsNeeded(source, match.Rule))
            {
                continue;
            }

            if (source.Via is { } via && (_missing & Bit(via)) != 0)
            {
                NotFound();
            }
            else if (source.Locate(match, target, _controller) is { } reference)
            {
                return reference;
            }
            else if (source.Via is not null)
            {
                _foreign = _controller;
            }
        }

        return null;
    }

    /// <summary>The object that <see cref="Next"/> named last was found.</summary>
    public void Found(LabelSet labels, OwnerReference? controller)
    {
        _found[_next - 1] = labels;
        (_controller, _hasFound) = (controller, true);
    }

    /// <summary>The object that <see cref="Next"/> named last was not found: the search goes on without it, and what it leads to.</summary>
    public void NotFound() => _missing |= Bit((LabelSourceKind)(_next - 1));

    private static int Bit(LabelSourceKind kind) => 1 << (int)kind;
}
