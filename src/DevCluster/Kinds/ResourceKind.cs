namespace Tagalong.DevCluster.Kinds;

/// <summary>A kind of object that the API server serves. The known ones are in <see cref="ResourceKinds"/>.</summary>
public sealed class ResourceKind
{
    internal ResourceKind(string group, string version, string kind, string plural)
    {
        (Group, Version, Kind, Plural) = (group, version, kind, plural);
        Singular = kind.ToLowerInvariant();
        GroupResource = group.Length == 0 ? plural : $"{plural}.{group}";
        ApiVersion = group.Length == 0 ? version : $"{group}/{version}";
    }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; }

    /// <summary>The version in the group, <c>v1</c>.</summary>
    public string Version { get; }

    /// <summary>The kind, <c>ReplicaSet</c>.</summary>
    public string Kind { get; }

    /// <summary>The resource, <c>replicasets</c>.</summary>
    public string Plural { get; }

    /// <summary>The <c>apiVersion</c> of objects: <c>apps/v1</c>, or <c>v1</c> in the core group.</summary>
    public string ApiVersion { get; }

    /// <summary>Whether objects belong to a namespace.</summary>
    public bool Namespaced { get; internal init; } = true;

    internal string Singular { get; }

    /// <summary><c>replicasets.apps</c>, as in error messages.</summary>
    internal string GroupResource { get; }

    /// <summary>Whether the kind is compiled into the API server. Custom resources differ in lists, managed fields and error texts.</summary>
    internal bool BuiltIn { get; init; }

    /// <summary>Whether the status is a subresource: written through <c>/status</c> only, and not a change of the specification.</summary>
    internal bool HasStatus { get; init; }

    /// <summary>Whether a write to <c>/status</c> writes metadata as well.</summary>
    internal bool StatusWritesMetadata { get; init; }

    /// <summary>Whether <c>metadata.generation</c> counts changes of the specification.</summary>
    internal bool HasGeneration { get; init; } = true;

    internal IReadOnlyList<string> ShortNames { get; init; } = [];

    internal IReadOnlyList<string> Categories { get; init; } = [];

    internal string StorageVersionHash { get; init; } = "";

    internal IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    /// <summary>Fields that a field selector may name besides <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    internal IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>
    /// The JSON of an object of this kind in which nothing is set, as the server's own types write it. A new object is
    /// compared with it to find the fields that its creator set.
    /// </summary>
    internal string Blank { get; init; } = "{}";

    /// <summary>The fields of the object in a bookmark besides its metadata, if they differ from <see cref="Blank"/>.</summary>
    internal string? Bookmark { get; init; }

    /// <summary>Sets the defaults in a new object of this kind.</summary>
    internal Action<JsonObject> Default { get; init; } = static _ => { };

    internal JsonObject NewBlank() => JsonNode.Parse(Blank)!.AsObject();

    /// <returns>The resource and its group, <c>replicasets.apps</c>.</returns>
    public override string ToString() => GroupResource;
}
