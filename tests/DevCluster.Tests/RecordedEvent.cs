using System.Text.Json.Nodes;

namespace Tagalong.DevCluster.Tests;

/// <summary>Objects that the real Argo Rollouts controller wrote, from <c>Fixtures/argo-rollouts</c>.</summary>
internal static class RecordedEvent
{
    public static JsonObject Read(string release, string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "argo-rollouts", release, file)).ReplaceLineEndings("\n");
        return JsonNode.Parse(text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..])!.AsObject();
    }

    public static JsonObject WithoutManagedFields(this JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("managedFields");
        return copy;
    }
}
