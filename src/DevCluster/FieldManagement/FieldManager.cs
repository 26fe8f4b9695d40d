namespace Tagalong.DevCluster.FieldManagement;

/// <summary>The writer of fields and the way it writes them: the identity of an entry of <c>managedFields</c>.</summary>
/// <param name="Name">The field manager, <c>kubectl-edit</c>.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The API version of the write.</param>
/// <param name="Subresource">Empty for the object itself, else <c>status</c>.</param>
internal sealed record FieldManager(string Name, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>The API version does not count for an applier; it does for any other writer.</summary>
    public bool IsSameAs(FieldManager other) =>
        Name == other.Name && Operation == other.Operation && Subresource == other.Subresource && (Operation == Apply || ApiVersion == other.ApiVersion);

    /// <summary>The manager as the message of a conflict names it.</summary>
    public override string ToString()
    {
        var name = Subresource.Length == 0 ? $"\"{Name}\"" : $"\"{Name}\" with subresource \"{Subresource}\"";
        return Operation == Apply ? name : $"{name} using {ApiVersion}";
    }
}
