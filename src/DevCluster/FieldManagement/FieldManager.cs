namespace Tagalong.DevCluster.FieldManagement;

/// <summary>Who writes, and how: what keeps the entries of <c>managedFields</c> apart.</summary>
/// <param name="Name">The field manager, <c>kubectl-edit</c>.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version in which it wrote.</param>
/// <param name="Subresource">Empty for the object itself, else <c>status</c>.</param>
internal sealed record FieldManager(string Name, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>An applier is the same one whatever version it last applied in; any other writer is not.</summary>
    public bool IsSameAs(FieldManager other) =>
        Name == other.Name && Operation == other.Operation && Subresource == other.Subresource && (Operation == Apply || ApiVersion == other.ApiVersion);

    /// <summary>The manager as a conflict names it.</summary>
    public override string ToString()
    {
        var name = Subresource.Length == 0 ? $"\"{Name}\"" : $"\"{Name}\" with subresource \"{Subresource}\"";
        return Operation == Apply ? name : $"{name} using {ApiVersion}";
    }
}
