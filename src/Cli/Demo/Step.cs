using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>One change that somebody makes in the course of a release.</summary>
/// <param name="Gap">The time since the step before, in milliseconds.</param>
/// <param name="Actor">Who makes it: the field manager.</param>
/// <param name="Change">What is done.</param>
/// <param name="Object">To what.</param>
/// <param name="Json">The new object; of an update, a merge patch of the object or of its status.</param>
internal sealed record Step(int Gap, string Actor, Change Change, ObjectName Object, string Json)
{
    /// <summary>Somebody creates an object.</summary>
    public static Step Create(int gap, string actor, string manifest) =>
        new(gap, actor, Change.Create, ObjectName.Of(Parse(manifest)), manifest);

    /// <summary>Somebody updates an object, its status apart.</summary>
    public static Step Update(int gap, string actor, ObjectName value, string patch) => new(gap, actor, Change.Update, value, patch);

    /// <summary>Somebody updates an object's status.</summary>
    public static Step Status(int gap, string actor, ObjectName value, string patch) => new(gap, actor, Change.UpdateStatus, value, patch);

    /// <summary>Makes the change, on top of what others did meanwhile.</summary>
    /// <returns>The object right after it.</returns>
    /// <exception cref="ApiErrorException">The API server rejects the object.</exception>
    /// <exception cref="HttpRequestException">The API refuses the update.</exception>
    public async Task<JsonObject> MakeAsync(ClusterObjects objects, ClusterClient cluster, CancellationToken cancellationToken) => Change switch
    {
        // In process, for the API itself would give it another uid than the one that its children name.
        Change.Create => objects.Create(Parse(Json), Actor),
        Change.Update => await cluster.PatchAsync(Object, "", Json, Actor, cancellationToken),
        Change.UpdateStatus => await cluster.PatchAsync(Object, StatusOf(Object), $$"""{"status":{{Json}}}""", Actor, cancellationToken),
    };

    /// <summary>Experiments have no subresource for their status.</summary>
    private static string StatusOf(ObjectName name) => name.Kind == ResourceKinds.Experiment ? "" : "/status";

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
