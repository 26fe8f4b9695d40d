using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Patching;

/// <summary>The media types of patches.</summary>
internal static class PatchTypes
{
    public const string Apply = "application/apply-patch+yaml";

    /// <summary>Those that a custom resource takes.</summary>
    public static IReadOnlyList<string> OfCustomResources { get; } = ["application/json-patch+json", "application/merge-patch+json", Apply];

    /// <summary>How to apply a patch of a media type; null if the kind does not take it.</summary>
    public static Func<JsonObject, JsonNode?, JsonObject>? Find(string mediaType, ResourceKind kind) => mediaType switch
    {
        "application/merge-patch+json" => (value, patch) => MergePatch.Apply(value, Map(patch)),
        "application/json-patch+json" => (value, patch) => JsonPatch.Apply(value, List(patch)),

        // There is no strategy to know for a custom resource.
        "application/strategic-merge-patch+json" when kind.BuiltIn => (value, patch) => StrategicMergePatch.Apply(kind, value, Map(patch)),
        _ => null,
    };

    private static JsonObject Map(JsonNode? patch) => patch as JsonObject ?? throw Refusals.BadRequest("a merge patch must be a JSON object");

    private static JsonArray List(JsonNode? patch) => patch as JsonArray ?? throw Refusals.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
}
