using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Tagalong.Benchmarks;

/// <summary>Makes an object larger in a typical way: containers with many variables, each with its managed field.</summary>
internal static class GrownObject
{
    private const int VariablesOfEach = 20;

    public static byte[] Of(JsonObject value, EventSize size)
    {
        var least = size switch { EventSize.Recorded => 0, EventSize.Large => 100_000, EventSize.Huge => 1_000_000 };
        var grown = value.DeepClone().AsObject();
        var containers = grown["spec"]!["template"]!["spec"]!["containers"]!.AsArray();
        var fields = grown["metadata"]!["managedFields"]!.AsArray()
            .Select(static entry => entry!["fieldsV1"]!["f:spec"]?["f:template"]?["f:spec"]?["f:containers"])
            .First(static found => found is not null)!.AsObject();
        var each = Encoding.UTF8.GetByteCount(Container(0).ToJsonString()) + Encoding.UTF8.GetByteCount(Fields().ToJsonString());
        for (var index = 0; index * each < least; index++)
        {
            containers.Add(Container(index));
            fields.Add(string.Create(CultureInfo.InvariantCulture, $"k:{{\"name\":\"sidecar-{index}\"}}"), Fields());
        }

        return Encoding.UTF8.GetBytes(grown.ToJsonString());
    }

    private static JsonObject Container(int index) => new()
    {
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"sidecar-{index}"),
        ["image"] = "registry.example/sidecar:1.4.0",
        ["env"] = new JsonArray([.. Variables().Select(static name => new JsonObject { ["name"] = name, ["value"] = "http://collector.observability.svc:4318" })]),
    };

    private static JsonObject Fields() => new()
    {
        ["."] = new JsonObject(),
        ["f:image"] = new JsonObject(),
        ["f:name"] = new JsonObject(),
        ["f:env"] = new JsonObject(Variables().Select(static name => KeyValuePair.Create(
            $"k:{{\"name\":\"{name}\"}}", (JsonNode?)new JsonObject { ["."] = new JsonObject(), ["f:name"] = new JsonObject(), ["f:value"] = new JsonObject() }))),
    };

    private static IEnumerable<string> Variables() =>
        Enumerable.Range(0, VariablesOfEach).Select(static index => string.Create(CultureInfo.InvariantCulture, $"COLLECTOR_ENDPOINT_{index}"));
}
