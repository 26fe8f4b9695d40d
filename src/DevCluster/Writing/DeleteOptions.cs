using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Writing;

/// <summary>How a delete is meant.</summary>
internal sealed record DeleteOptions
{
    public Propagation Propagation { get; init; } = Propagation.Background;

    public string? PreconditionUid { get; init; }

    public string? PreconditionResourceVersion { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Reads a <c>DeleteOptions</c> body and, where it is silent, the query.</summary>
    /// <exception cref="StatusException">400 or 422.</exception>
    public static DeleteOptions Read(JsonObject? body, string? propagationInQuery, bool dryRunInQuery)
    {
        var word = body?.StringAt("propagationPolicy") ?? propagationInQuery;
        return new DeleteOptions
        {
            Propagation = word switch
            {
                null or "" when body.TextAt("orphanDependents") == "true" => Propagation.Orphan,
                null or "" or "Background" => Propagation.Background,
                "Foreground" => Propagation.Foreground,
                "Orphan" => Propagation.Orphan,
                _ => throw Refusals.InvalidOptions("DeleteOptions", FieldError.NotSupported("propagationPolicy", word, "Background\", \"Foreground\", \"Orphan")),
            },
            PreconditionUid = body.TextAt("preconditions.uid") is { Length: > 0 } uid ? uid : null,
            PreconditionResourceVersion = body.TextAt("preconditions.resourceVersion") is { Length: > 0 } version ? version : null,
            DryRun = dryRunInQuery || body?["dryRun"] is JsonArray { Count: > 0 },
        };
    }
}
