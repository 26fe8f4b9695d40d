namespace Tagalong.DevCluster.Errors;

/// <summary>One entry of <c>details.causes</c> of a Kubernetes <c>Status</c>: what is wrong with which field.</summary>
/// <param name="Reason">A word such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Field">The field's path, or null if the cause is not about a field.</param>
internal sealed record StatusCause(string Reason, string Message, string? Field)
{
    public JsonObject ToJson() => new JsonObject { ["reason"] = Reason, ["message"] = Message, ["field"] = Field }.OmitEmpty();
}
