namespace Tagalong.DevCluster.FieldManagement;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Time">RFC 3339; null if an applier owns fields without having changed them.</param>
internal sealed record ManagedFieldsEntry(FieldManager Manager, string? Time, FieldSet Fields)
{
    public static ManagedFieldsEntry FromJson(JsonObject entry) => new(
        new FieldManager(
            entry.StringAt("manager") ?? "",
            entry.StringAt("operation") ?? "",
            entry.StringAt("apiVersion") ?? "",
            entry.StringAt("subresource") ?? ""),
        entry.StringAt("time"),
        entry["fieldsV1"] is JsonObject fields ? FieldSet.FromFieldsV1(fields) : FieldSet.Empty);

    public JsonObject ToJson() => new JsonObject
    {
        ["manager"] = Manager.Name,
        ["operation"] = Manager.Operation,
        ["apiVersion"] = Manager.ApiVersion,
        ["time"] = Time,
        ["fieldsType"] = "FieldsV1",
        ["fieldsV1"] = Fields.ToFieldsV1(),
        ["subresource"] = Manager.Subresource,
    }.OmitEmpty();
}
