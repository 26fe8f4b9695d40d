using System.Text.Json.Nodes;

namespace Tagalong.DevCluster.FieldManagement;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Time">RFC 3339; null where an applier came to own what was there already, and so wrote nothing.</param>
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

    public JsonObject ToJson()
    {
        var entry = new JsonObject
        {
            ["manager"] = Manager.Name,
            ["operation"] = Manager.Operation,
            ["apiVersion"] = Manager.ApiVersion,
        };
        if (Time is not null)
        {
            entry["time"] = Time;
        }

        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.ToFieldsV1();
        if (Manager.Subresource.Length > 0)
        {
            entry["subresource"] = Manager.Subresource;
        }

        return entry;
    }
}
