using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Tagalong.Hosting.Tests.OutcomeEvents;

/// <summary>The page on outcome events says what the schema and the code say.</summary>
public partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(OutcomeEventSchema.Folder, "outcome-events.md"));

    public static TheoryData<string> Types => ["applied", "kept", "denied", "rejected"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_type_has_an_example_that_the_schema_accepts(string type)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(OutcomeEventSchema.Folder, "outcome-event.schema.json"), TestContext.Current.CancellationToken);
        var example = Assert.Single(Example().Matches(Page), match => match.Groups["type"].Value == $"dev.tagalong.labels.{type}").Groups["json"].Value;

        Assert.Empty(schema.Validate(example));
        var broken = JsonNode.Parse(example)!.AsObject();
        broken["spec"] = new JsonObject();
        Assert.NotEmpty(schema.Validate(broken.ToJsonString()));
    }

    [GeneratedRegex("### (?<type>dev\\.\\S+)\n\n```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
