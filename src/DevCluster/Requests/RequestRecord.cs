namespace Tagalong.DevCluster.Requests;

/// <summary>One request, as the API server understood and answered it.</summary>
public sealed record RequestRecord
{
    /// <summary>When it arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c> or <c>deletecollection</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The path of the URL.</summary>
    public required string Path { get; init; }

    /// <summary>The query of the URL with its question mark; empty if there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>The API group; empty for the core group, and for what is no resource.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource, <c>replicasets</c>; empty for what is none, such as discovery.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Empty for the object itself, else <c>status</c>.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Null for all namespaces, and for objects that live in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null for collections.</summary>
    public string? Name { get; init; }

    /// <summary>The user's name; empty if the request carried no known token.</summary>
    public string User { get; init; } = "";

    /// <summary>The field manager of a write: the one given, else the first word of the user agent. Null for reads.</summary>
    public string? FieldManager { get; init; }

    /// <summary>The protocol it came by: <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Whether the write was to be tried only.</summary>
    public bool DryRun { get; init; }

    /// <summary>The media type of the body; null without one.</summary>
    public string? ContentType { get; init; }

    /// <summary>The HTTP status answered; 0 while there is none: a hanging request, or a connection cut before the answer.</summary>
    public int StatusCode { get; init; }

    /// <summary>A get or a list of a resource, not a watch and not discovery.</summary>
    public bool IsRead => Resource.Length > 0 && Verb is ("get" or "list");

    /// <summary>A create, update, patch or delete of a resource.</summary>
    public bool IsWrite => Resource.Length > 0 && Verb is ("create" or "update" or "patch" or "delete" or "deletecollection");
}
