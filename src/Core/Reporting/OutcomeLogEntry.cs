using System.Collections;
using System.Globalization;
using System.Text;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Reporting;

/// <summary>
/// One event's line in the log. As text it begins with what happened to which object, and leaves out what is empty; as fields it
/// is always complete. A template of <c>[LoggerMessage]</c> cannot leave out anything.
/// </summary>
internal sealed class OutcomeLogEntry(Outcome outcome, TimeSpan elapsed) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private KeyValuePair<string, object?>[]? _fields;

    private KeyValuePair<string, object?>[] Fields => _fields ??=
    [
        new("EventId", outcome.EventId),
        new("Outcome", outcome.Kind),
        new("Reason", outcome.Reason),
        new("Cluster", outcome.Cluster),
        new("Object", outcome.Object),
        new("Rule", outcome.Rule),
        new("Added", string.Join(", ", outcome.Added)),
        new("Changed", string.Join(", ", outcome.Changed)),
        new("Removed", string.Join(", ", outcome.Removed)),
        new("Kept", string.Join(", ", outcome.Kept)),
        new("ChildrenLabeled", outcome.Children.Labeled),
        new("ChildrenSeen", outcome.Children.Seen),
        new("Reads", outcome.Reads),
        new("Writes", outcome.Writes),
        new("ElapsedMs", elapsed.TotalMilliseconds),
        new("Detail", outcome.Detail),
        new("{OriginalFormat}", "{Outcome} {Object} in cluster {Cluster}: {Reason}. {Detail}"),
    ];

    public int Count => Fields.Length;

    public KeyValuePair<string, object?> this[int index] => Fields[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)Fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>Labeled ReplicaSet shop/checkout-5787c9fcb6 in cluster prod-eu-1: added team, cost-center (12 ms, 1 write)</c>.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(256);
        AppendSubject(line);
        AppendChanges(line);
        AppendEffort(line);
        return outcome.Detail is null ? line.ToString() : line.Append(". ").Append(outcome.Detail).ToString();
    }

    private void AppendSubject(StringBuilder line)
    {
        if (outcome.Object is { } subject)
        {
            line.Append(CultureInfo.InvariantCulture, $"{outcome.Kind} {subject.Kind} ").Append(subject.Namespace.Length == 0 ? "" : $"{subject.Namespace}/").Append(subject.Name);
        }
        else
        {
            // Of outcomes without an object, these are sweeps that an event or a timer started.
            line.Append(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged ? "Completed" : outcome.Kind.ToString());
            line.Append(outcome.EventId.Length == 0 ? " request" : $" event {outcome.EventId}");
        }

        line.Append(string.IsNullOrEmpty(outcome.Cluster.Value) ? "" : $" in cluster {outcome.Cluster}");
    }

    private void AppendChanges(StringBuilder line)
    {
        var separator = ": ";
        if (outcome.Reason is not (OutcomeReason.Applied or OutcomeReason.ChildrenLabeled))
        {
            Append("", outcome.Reason.ToString());
        }

        Append("added ", string.Join(", ", outcome.Added.Select(static label => label.Key)));
        Append("changed ", string.Join(", ", outcome.Changed.Select(static label => label.Key)));
        Append("removed ", string.Join(", ", outcome.Removed));
        Append("kept ", string.Join(", ", outcome.Kept));
        var children = outcome.Children;
        Append("", children.Seen == 0 ? "" : $"labels of {children.Labeled} of {Counted(children.Seen, "child", "children")} written");

        void Append(string what, string which)
        {
            if (which.Length > 0)
            {
                line.Append(separator).Append(what).Append(which);
                separator = "; ";
            }
        }
    }

    /// <summary>The time and the calls, unless no work was done.</summary>
    private void AppendEffort(StringBuilder line)
    {
        if (elapsed <= TimeSpan.Zero && outcome.Reads + outcome.Writes == 0)
        {
            return;
        }

        line.Append(CultureInfo.InvariantCulture, $" ({elapsed.TotalMilliseconds:0.#} ms");
        line.Append(outcome.Reads == 0 ? "" : $", {Counted(outcome.Reads, "read", "reads")}");
        line.Append(outcome.Writes == 0 ? "" : $", {Counted(outcome.Writes, "write", "writes")}").Append(')');
    }

    private static string Counted(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
