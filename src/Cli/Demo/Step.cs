using System.Text.Json.Nodes;
using Tagalong.DevCluster;

namespace Tagalong.Cli.Demo;

/// <summary>One change to an object.</summary>
/// <param name="Gap">The time since the previous step, in milliseconds.</param>
/// <param name="Object">The object.</param>
/// <param name="Apply">Makes the change and returns the object after it.</param>
internal sealed record Step(int Gap, ObjectName Object, Func<ClusterObjects, JsonObject> Apply)
{
    public static Step Create(int gap, string actor, string manifest) =>
        new(gap, ObjectName.Of(Parse(manifest)), objects => objects.Create(Parse(manifest), actor));

    /// <summary>Merges <paramref name="patch"/> into the object.</summary>
    public static Step Update(int gap, string actor, ObjectName name, string patch) => new(gap, name, objects =>
        Retry(name, objects, current => objects.Update(Merge(current, Parse(patch)), actor, onlyAsSeen: true)));

    /// <summary>Merges <paramref name="patch"/> into the object's status.</summary>
    public static Step Status(int gap, string actor, ObjectName name, string patch) => new(gap, name, objects =>
        Retry(name, objects, current => objects.UpdateStatus(Merge(current, new JsonObject { ["status"] = Parse(patch) }), actor, onlyAsSeen: true)));

    /// <summary>Repeats an update when the function has changed the object in the meantime.</summary>
    private static JsonObject Retry(ObjectName name, ClusterObjects objects, Func<JsonObject, JsonObject> update)
    {
        while (true)
        {
            try
            {
                return update(name.ReadFrom(objects));
            }
            catch (ApiErrorException exception) when (exception.Reason == "Conflict")
            {
            }
        }
    }

    /// <summary>Applies a JSON merge patch (RFC 7396).</summary>
    private static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject members:
                    Merge((JsonObject)(target[name] ??= new JsonObject()), members);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }

        return target;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
