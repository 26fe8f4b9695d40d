namespace Tagalong.DevCluster.Writing;

/// <summary>The options of a delete.</summary>
internal sealed record DeleteOptions
{
    public Propagation Propagation { get; init; } = Propagation.Background;

    public string? PreconditionUid { get; init; }

    public string? PreconditionResourceVersion { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Reads a <c>DeleteOptions</c> body, and the query for options that are not in the body.</summary>
    /// <exception cref="StatusException">400 or 422.</exception>
    public static DeleteOptions Read(JsonObject? body, string? propagationInQuery, bool dryRunInQuery)
    {
        var word = body?.StringAt("propagationPolicy") ?? propagationInQuery;
        if (body?["orphanDependents"] is not null && !string.IsNullOrEmpty(word))
        {
            throw Invalid(FieldError.Invalid("propagationPolicy", word, "orphanDependents and deletionPropagation cannot be both set"));
        }

        var dryRun = body.ListAt("dryRun").Select(entry => entry?.ToString() ?? "").ToList();
        if (dryRun.FirstOrDefault(entry => entry != "All") is { } unknown)
        {
            throw Invalid(FieldError.NotSupported("dryRun", unknown, "All"));
        }

        return new DeleteOptions
        {
            Propagation = word switch
            {
                null or "" when body.TextAt("orphanDependents") == "true" => Propagation.Orphan,
                null or "" or "Background" => Propagation.Background,
                "Foreground" => Propagation.Foreground,
                "Orphan" => Propagation.Orphan,
                _ => throw Invalid(FieldError.NotSupported("propagationPolicy", word, "Foreground", "Background", "Orphan", "nil")),
            },
            PreconditionUid = body.TextAt("preconditions.uid") is { Length: > 0 } uid ? uid : null,
            PreconditionResourceVersion = body.TextAt("preconditions.resourceVersion") is { Length: > 0 } version ? version : null,
            DryRun = dryRunInQuery || dryRun.Count > 0,
        };
    }

    private static StatusException Invalid(FieldError error) => StatusErrors.InvalidOptions("DeleteOptions", error);
}
