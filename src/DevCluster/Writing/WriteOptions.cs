namespace Tagalong.DevCluster.Writing;

/// <summary>How a write is meant.</summary>
internal sealed record WriteOptions
{
    public required string FieldManager { get; init; }

    /// <summary>Empty for the object itself, else <c>status</c>.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Do everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary>An apply takes over what others own.</summary>
    public bool Force { get; init; }

    /// <summary>Throws, if an apply may not create what is not there.</summary>
    public Action BeforeCreate { get; init; } = static () => { };

    /// <summary>A create keeps the uid it is given, which a client of the real API cannot have.</summary>
    public bool KeepUid { get; init; }

    /// <summary>An update overwrites whatever is there, whichever resource version it names.</summary>
    public bool IgnoreResourceVersion { get; init; }
}
