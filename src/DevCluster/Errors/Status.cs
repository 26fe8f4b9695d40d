namespace Tagalong.DevCluster.Errors;

/// <summary>The Kubernetes <c>Status</c>: the body of a response that has no object, most often an error.</summary>
internal sealed record Status(int Code, string? Reason, string? Message)
{
    public StatusDetails? Details { get; init; }

    /// <summary><c>metadata.continue</c>: the token with which a list can go on after its own token has expired.</summary>
    public string? Continue { get; init; }

    /// <summary>Whether authorization rejected the request: the response then has the header <c>X-Content-Type-Options: nosniff</c>.</summary>
    public bool IsAuthorizationError { get; init; }

    public JsonObject ToJson() => new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["continue"] = Continue }.OmitEmpty(),
        ["status"] = Code < 400 ? "Success" : "Failure",
        ["message"] = Message,
        ["reason"] = Reason,
        ["details"] = Details?.ToJson(),

        // The real server sends no code with a success.
        ["code"] = Code < 400 ? null : Code,
    }.OmitEmpty();
}
