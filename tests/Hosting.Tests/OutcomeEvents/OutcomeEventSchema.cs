using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.OutcomeEvents;

/// <summary>What every event of an outcome has to be, whatever it tells.</summary>
internal static class OutcomeEventSchema
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Docs");

    public static async Task AssertIsValidAsync(ReceivedEvent told)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "outcome-event.schema.json"), TestContext.Current.CancellationToken);
        var schema = await JsonSchema.FromJsonAsync(text, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(told.Body));
        Assert.Equal(("1.0", (string?)JsonNode.Parse(text)!["$id"]), (told["specversion"], told["dataschema"]));
        Assert.StartsWith("application/json", told.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", told["id"]);
        Assert.True(DateTimeOffset.TryParse(told["time"], out _));

        Assert.Contains("registry.example/checkout", Encoding.UTF8.GetString(Checkout.ReplicaSet.Body), StringComparison.Ordinal);

        // Nothing of the object beyond what identifies it and its labels.
        Assert.DoesNotContain("registry.example/checkout", told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("spec", told.Data.AsObject().Select(member => member.Key));
        Assert.DoesNotContain("managedFields", told.Body, StringComparison.Ordinal);
    }
}
