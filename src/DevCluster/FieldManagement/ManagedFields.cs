namespace Tagalong.DevCluster.FieldManagement;

/// <summary>The owners of the fields of an object: <c>metadata.managedFields</c>, immutable. No entry is empty.</summary>
internal sealed class ManagedFields(IReadOnlyList<ManagedFieldsEntry> entries)
{
    public static ManagedFields None { get; } = new([]);

    public IReadOnlyList<ManagedFieldsEntry> Entries { get; } = entries;

    /// <summary>All fields that have an owner.</summary>
    public FieldSet Owned => Entries.Aggregate(FieldSet.Empty, (all, entry) => all.Union(entry.Fields));

    public static ManagedFields Of(JsonObject value) =>
        Of(value.ListAt("metadata.managedFields").OfType<JsonObject>().Select(ManagedFieldsEntry.FromJson));

    public ManagedFieldsEntry? Find(FieldManager manager) => Entries.FirstOrDefault(entry => entry.Manager.IsSameAs(manager));

    /// <summary>A copy in which a manager owns exactly these fields. An empty set removes the manager.</summary>
    public ManagedFields With(FieldManager manager, string? time, FieldSet fields) =>
        Of([.. Entries.Where(entry => !entry.Manager.IsSameAs(manager)), new ManagedFieldsEntry(manager, time, fields)]);

    /// <summary>A copy in which no other manager owns these fields.</summary>
    public ManagedFields WithoutFields(FieldSet fields, FieldManager? exceptOf = null) =>
        Of(Entries.Select(entry => exceptOf is not null && entry.Manager.IsSameAs(exceptOf) ? entry : entry with { Fields = entry.Fields.Except(fields) }));

    /// <summary>Writes the entries in the order of the real server: appliers first, then by time and name.</summary>
    public void WriteTo(JsonObject value)
    {
        var metadata = value.ObjectAt("metadata");
        metadata.Remove("managedFields");
        if (Entries.Count == 0)
        {
            return;
        }

        var ordered = Entries
            .OrderBy(entry => entry.Manager.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time ?? "", StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager.Subresource, StringComparer.Ordinal);
        metadata["managedFields"] = new JsonArray([.. ordered.Select(entry => entry.ToJson())]);
    }

    private static ManagedFields Of(IEnumerable<ManagedFieldsEntry> entries) => new([.. entries.Where(entry => !entry.Fields.IsEmpty)]);
}
