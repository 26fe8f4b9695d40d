namespace Tagalong.DevCluster.FieldManagement;

/// <summary>
/// A set of field paths, immutable, in the shape of <c>FieldsV1</c>: a tree whose edges are <c>f:name</c> (a field),
/// <c>k:{"name":"web"}</c> (an item of a keyed list) and <c>v:"text"</c> (an item of a set), and whose nodes say whether
/// the path to them is in the set. No empty child is ever kept.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new(false, []);

    /// <summary>The set with the path to itself and no path below.</summary>
    public static readonly FieldSet Leaf = new(true, []);

    private FieldSet(bool includesSelf, SortedList<string, FieldSet> children) => (IncludesSelf, Children) = (includesSelf, children);

    public bool IncludesSelf { get; }

    public SortedList<string, FieldSet> Children { get; }

    public bool IsEmpty => !IncludesSelf && Children.Count == 0;

    public static FieldSet Of(bool includesSelf, IEnumerable<KeyValuePair<string, FieldSet>> children)
    {
        var kept = new SortedList<string, FieldSet>(StringComparer.Ordinal);
        foreach (var (element, child) in children)
        {
            if (!child.IsEmpty)
            {
                kept[element] = child;
            }
        }

        return kept.Count > 0 ? new FieldSet(includesSelf, kept) : includesSelf ? Leaf : Empty;
    }

    /// <summary>The set of the paths below these elements. No child may be empty, and the list must not change afterwards.</summary>
    public static FieldSet OfChildren(SortedList<string, FieldSet>? children) => children is null ? Empty : new FieldSet(false, children);

    /// <summary>The set of one path of field names.</summary>
    public static FieldSet Path(params ReadOnlySpan<string> names) =>
        names.IsEmpty ? Leaf : Of(false, [new(PathElement.Field(names[0]), Path(names[1..]))]);

    /// <summary>Reads <c>fieldsV1</c>.</summary>
    public static FieldSet FromFieldsV1(JsonObject fields)
    {
        var children = new SortedList<string, FieldSet>(fields.Count, StringComparer.Ordinal);
        foreach (var (element, child) in fields)
        {
            if (element != ".")
            {
                children[element] = child is JsonObject { Count: > 0 } below ? FromFieldsV1(below) : Leaf;
            }
        }

        return new FieldSet(fields.ContainsKey("."), children);
    }

    public JsonObject ToFieldsV1()
    {
        var fields = new JsonObject();
        if (IncludesSelf && Children.Count > 0)
        {
            fields["."] = new JsonObject();
        }

        foreach (var (element, child) in Children)
        {
            fields[element] = child.ToFieldsV1();
        }

        return fields;
    }

    public FieldSet Union(FieldSet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other))
        {
            return this;
        }

        if (other.Children.Count == 0)
        {
            return IncludesSelf ? this : new FieldSet(true, Children);
        }

        var children = new SortedList<string, FieldSet>(Children, StringComparer.Ordinal);
        foreach (var (element, child) in other.Children)
        {
            children[element] = children.TryGetValue(element, out var mine) ? mine.Union(child) : child;
        }

        return new FieldSet(IncludesSelf || other.IncludesSelf, children);
    }

    /// <summary>The paths that are not in the other set. Paths below a path of the other set are kept.</summary>
    public FieldSet Except(FieldSet other) => other.IsEmpty ? this : Of(
        IncludesSelf && !other.IncludesSelf,
        Children.Select(mine => KeyValuePair.Create(
            mine.Key,
            other.Children.TryGetValue(mine.Key, out var theirs) ? mine.Value.Except(theirs) : mine.Value)));

    public FieldSet Intersect(FieldSet other) => Of(
        IncludesSelf && other.IncludesSelf,
        Children.Where(mine => other.Children.ContainsKey(mine.Key))
            .Select(mine => KeyValuePair.Create(mine.Key, mine.Value.Intersect(other.Children[mine.Key]))));

    /// <summary>The set plus the parent fields of its paths, which FieldsV1 leaves out.</summary>
    public FieldSet WithParents() => Of(
        IncludesSelf,
        Children.Select(child => KeyValuePair.Create(
            child.Key,
            PathElement.IsField(child.Key) ? child.Value.WithParents().Union(Leaf) : child.Value.WithParents())));

    /// <summary>The paths as messages print them, <c>.metadata.labels.team</c>, in order.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IncludesSelf)
        {
            yield return prefix;
        }

        foreach (var (element, child) in Children)
        {
            foreach (var path in child.Paths(prefix + PathElement.Print(element)))
            {
                yield return path;
            }
        }
    }
}
