namespace Tagalong.DevCluster.Kinds;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type">An OpenAPI type: <c>string</c>, <c>integer</c>, <c>date</c>.</param>
/// <param name="Cell">The cell for an object at a time.</param>
internal sealed record PrinterColumn(string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    /// <summary>Columns above 0 are printed with <c>-o wide</c> only.</summary>
    public int Priority { get; init; }

    public string Format { get; init; } = "";
}
