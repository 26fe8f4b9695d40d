namespace Tagalong.DevCluster.FieldManagement;

/// <summary>A field by which the items of a list are told apart.</summary>
/// <param name="Absent">What an item that lacks it means; null if it may not lack it.</param>
internal readonly record struct ListKey(string Name, string? Absent = null);
