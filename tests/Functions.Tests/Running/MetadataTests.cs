using System.Text.Json.Nodes;
using Tagalong.FunctionsHost.App;

namespace Tagalong.Functions.Tests.Running;

/// <summary>The functions as the build writes them to <c>functions.metadata</c>, and as the worker's generated provider reports them.</summary>
public sealed class MetadataTests
{
    private static readonly Dictionary<string, string[]> Bindings = new()
    {
        ["eventgrid"] = ["eventGridTrigger cloudEvent cardinality=One dataType=String direction=In"],
        ["events"] = ["httpTrigger request authLevel=Function direction=In methods=post,options route=events", "http $return direction=Out"],
        ["queue"] =
        [
            "queueTrigger message connection=TagalongQueue dataType=String direction=In queueName=%TAGALONG_QUEUE%",
            "queue $return connection=TagalongQueue direction=Out queueName=%TAGALONG_QUEUE%-poison",
        ],
        ["sweep"] = ["timerTrigger timer direction=In schedule=%TAGALONG_SWEEP_SCHEDULE%"],
    };

    [Fact]
    public async Task The_file_lists_each_function_with_its_bindings_and_its_retry_policy()
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(RunningApp.Folder, "functions.metadata"), TestContext.Current.CancellationToken))!.AsArray();

        AssertBindings(file.ToDictionary(static function => (string)function!["name"]!, static function => function!["bindings"]!.AsArray().Select(Describe)));
        var retried = Assert.Single(file, static function => function!["retry"] is not null)!;
        Assert.Equal("sweep", (string?)retried["name"]);
        Assert.Equal("""{"strategy":"fixedDelay","maxRetryCount":3,"delayInterval":"00:01:00"}""", retried["retry"]!.ToJsonString());
    }

    [Fact]
    public async Task The_worker_reports_each_function_with_its_bindings_and_its_retry_policy()
    {
        await using var app = await RunningApp.StartAsync();
        var functions = app.Host.Functions.Values;

        AssertBindings(functions.ToDictionary(
            static function => function.Name, static function => function.RawBindings.Select(static binding => Describe(JsonNode.Parse(binding)))));
        var retried = Assert.Single(functions, static function => function.Retry is not null);
        Assert.Equal(("sweep", new RetryPolicy(3, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))), (retried.Name, retried.Retry));
    }

    private static void AssertBindings(Dictionary<string, IEnumerable<string>> functions)
    {
        Assert.Equal(Bindings.Keys.Order(StringComparer.Ordinal), functions.Keys.Order(StringComparer.Ordinal));
        Assert.All(Bindings, function => Assert.Equal(function.Value.Order(StringComparer.Ordinal), functions[function.Key].Order(StringComparer.Ordinal)));
    }

    private static string Describe(JsonNode? binding)
    {
        var members = binding!.AsObject().Where(static member => member.Key is not ("name" or "type" or "properties")).OrderBy(static member => member.Key, StringComparer.Ordinal);
        return $"{binding["type"]} {binding["name"]} {string.Join(' ', members.Select(static member => $"{member.Key}={Text(member.Value)}"))}";
    }

    private static string Text(JsonNode? value) => value is JsonArray several ? string.Join(',', several) : $"{value}";
}
