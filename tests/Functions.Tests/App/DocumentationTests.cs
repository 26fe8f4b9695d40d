using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tagalong.Functions.Tests.Running;

namespace Tagalong.Functions.Tests.App;

/// <summary>The page on Azure Functions and the example of local settings agree with the functions.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Docs", "azure-functions.md"));
    private static readonly JsonObject Example =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "local.settings.json.example")))!["Values"]!.AsObject();

    /// <summary>Those for Service Bus and Event Hubs are not part of an app that is built without further properties.</summary>
    public static TheoryData<string, string, bool> Functions => [.. JsonNode.Parse(File.ReadAllText(Path.Combine(RunningApp.BrokerFolder, "functions.metadata")))!.AsArray()
        .Select(static function => ((string)function!["name"]!, function["bindings"]!.ToJsonString()))
        .Select(static function => (function.Item1, function.Item2, function.Item1 is "servicebus" or "eventhubs"))];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_on_the_page_with_its_settings_and_the_example_has_them(string function, string bindings, bool isOptional)
    {
        var row = Page.Split('\n').First(line => line.StartsWith($"| `{function}` |", StringComparison.Ordinal));

        Assert.All(Settings().Matches(bindings).Select(static match => match.Groups[1].Value), setting =>
        {
            Assert.Contains($"`{setting}", row, StringComparison.Ordinal);
            Assert.True(isOptional || Example.ContainsKey(setting), setting);
        });
    }

    /// <summary>The setting that turns a function off has its name in it, and no app setting on Linux may have a hyphen.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_can_be_turned_off_by_its_name(string function, string bindings, bool isOptional)
    {
        _ = (bindings, isOptional);
        Assert.Matches("^[a-z]+$", function);
    }

    [Fact]
    public void The_page_has_the_limits_of_host_json()
    {
        var queues = JsonNode.Parse(File.ReadAllText(Path.Combine(RunningApp.Folder, "host.json")))!["extensions"]!["queues"]!;

        Assert.Equal("00:01:00", (string?)queues["visibilityTimeout"]);
        Assert.Contains($"a minute (`visibilityTimeout`); after {queues["maxDequeueCount"]} deliveries (`maxDequeueCount`)", Page, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:%|\"connection\":\")([A-Za-z_]+)")]
    private static partial Regex Settings();
}
