namespace Tagalong.DevCluster.Patching;

/// <summary>The media types of patches.</summary>
internal static class PatchTypes
{
    public const string Apply = "application/apply-patch+yaml";

    /// <summary>The media types that custom resources support.</summary>
    public static IReadOnlyList<string> OfCustomResources { get; } = ["application/json-patch+json", "application/merge-patch+json", Apply];

    /// <summary>The function that applies a patch of a media type; null if the kind does not support it.</summary>
    public static Func<JsonObject, JsonNode?, JsonObject>? Find(string mediaType, ResourceKind kind) => mediaType switch
    {
        "application/merge-patch+json" => (value, patch) => MergePatch.Apply(value, Map(patch)),
        "application/json-patch+json" => (value, patch) => JsonPatch.Apply(value, List(patch)),

        // Custom resources have no merge strategies.
        "application/strategic-merge-patch+json" when kind.BuiltIn => (value, patch) => StrategicMergePatch.Apply(kind, value, Map(patch)),
        _ => null,
    };

    private static JsonObject Map(JsonNode? patch) => patch as JsonObject ?? throw StatusErrors.BadRequest("a merge patch must be a JSON object");

    private static JsonArray List(JsonNode? patch) => patch as JsonArray ?? throw StatusErrors.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
}
