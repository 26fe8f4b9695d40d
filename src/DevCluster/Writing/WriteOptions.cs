namespace Tagalong.DevCluster.Writing;

/// <summary>The options of a create, update, patch or apply.</summary>
internal sealed record WriteOptions
{
    public required string FieldManager { get; init; }

    /// <summary>Empty for the object itself, else <c>status</c>.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Whether to do everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether an apply takes over fields of other managers.</summary>
    public bool Force { get; init; }

    /// <summary>Called before an apply creates a missing object; throws if the user may not create it.</summary>
    public Action BeforeCreate { get; init; } = static () => { };

    /// <summary>Whether a create keeps the uid in the object. The real API never does.</summary>
    public bool KeepUid { get; init; }

    /// <summary>Whether an update ignores the resource version in the object.</summary>
    public bool IgnoreResourceVersion { get; init; }
}
