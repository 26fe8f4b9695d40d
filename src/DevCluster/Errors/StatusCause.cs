namespace Tagalong.DevCluster.Errors;

/// <summary>One entry of <c>details.causes</c> of a Kubernetes <c>Status</c>: what is wrong with which field.</summary>
/// <param name="Reason">A word such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Field">The field's path, or null where the cause is about none.</param>
internal sealed record StatusCause(string Reason, string Message, string? Field);
