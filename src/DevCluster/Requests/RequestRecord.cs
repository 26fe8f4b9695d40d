namespace Tagalong.DevCluster.Requests;

/// <summary>One request and the status of its response.</summary>
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

    /// <summary>The API group; empty for the core group, and for a path that is not a resource.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource, <c>replicasets</c>; empty for a path that is not a resource, such as discovery.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Empty for the object itself, else <c>status</c>.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Null for all namespaces, and for cluster-scoped objects.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null for collections.</summary>
    public string? Name { get; init; }

    /// <summary>The user's name; empty if the request carried no known token.</summary>
    public string User { get; init; } = "";

    /// <summary>The field manager of a write: the one in the query, else the first word of the user agent. Null for reads.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Whether the write was a dry run.</summary>
    public bool DryRun { get; init; }

    /// <summary>The media type of the body; null without one.</summary>
    public string? ContentType { get; init; }

    /// <summary>The HTTP status of the response; 0 for a hanging request, or a connection cut before the response.</summary>
    public int StatusCode { get; init; }

    /// <summary>A get or a list of a resource, not a watch and not discovery.</summary>
    public bool IsRead => Resource.Length > 0 && Verb is ("get" or "list");

    /// <summary>A create, update, patch or delete of a resource.</summary>
    public bool IsWrite => Resource.Length > 0 && Verb is ("create" or "update" or "patch" or "delete" or "deletecollection");
}
