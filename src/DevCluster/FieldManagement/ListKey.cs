namespace Tagalong.DevCluster.FieldManagement;

/// <summary>A field that identifies the items of a list.</summary>
/// <param name="Absent">The value for an item without the field; null if the field is required.</param>
internal readonly record struct ListKey(string Name, string? Absent = null);
