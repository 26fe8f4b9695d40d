using Newtonsoft.Json.Linq;
using NJsonSchema;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public class PolicySchemaTests
{
    private static readonly string SchemaFile = Path.Combine(AppContext.BaseDirectory, "Docs", "policy.schema.json");

    public static TheoryData<string> Cases => [.. PolicyCase.Names];

    public static TheoryData<string> Packs => [.. BuiltInPolicies.Names];

    [Theory]
    [MemberData(nameof(Packs))]
    public async Task The_schema_accepts_every_built_in_policy(string name)
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile, TestContext.Current.CancellationToken);

        var documents = JsonOfYaml.Documents(Path.Combine(AppContext.BaseDirectory, "BuiltIn", $"{name}.yaml"));

        Assert.Empty(schema.Validate(Assert.Single(documents)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_schema_rejects_what_the_loader_rejects_as_far_as_a_schema_can_tell(string name)
    {
        var @case = PolicyCase.Named(name);
        var schema = await JsonSchema.FromFileAsync(SchemaFile, TestContext.Current.CancellationToken);

        var isAccepted = @case.Files.SelectMany(JsonOfYaml.Documents).All(document => schema.Validate(document).Count == 0);

        Assert.Equal(@case.Errors.Count == 0 || @case.IsBeyondTheSchema, isAccepted);
    }

    [Fact]
    public void Every_member_is_described()
    {
        var schema = JObject.Parse(File.ReadAllText(SchemaFile));

        var undescribed = new[] { schema }.Concat(schema["definitions"]!.Values<JProperty>().Select(definition => (JObject)definition!.Value))
            .SelectMany(type => new[] { type }.Concat(type["properties"]?.Values<JProperty>().Select(member => (JObject)member!.Value) ?? []))
            .Where(described => described["description"] is null)
            .Select(described => described.Path);

        Assert.Empty(undescribed);
    }
}
