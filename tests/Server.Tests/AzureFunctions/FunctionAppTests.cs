using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Hosting.Authentication;
using Tagalong.Server.AzureFunctions;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>The files of the app: those that ship, and those by which a stranger could pass for the host.</summary>
public class FunctionAppTests
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "FunctionApp");

    [Fact]
    public void The_app_that_ships_has_a_function_for_each_trigger()
    {
        var app = FunctionAppReader.Read(Shipped);

        Assert.Equal(
            [
                new TriggeredFunction("eventgrid", Trigger.EventGrid, "event"),
                new TriggeredFunction("eventhubs", Trigger.EventHubs, "events"),
                new TriggeredFunction("servicebus", Trigger.ServiceBus, "message"),
                new TriggeredFunction("sweep", Trigger.Timer, "timer"),
            ],
            app.Triggered);
        Assert.Equal([new HttpFunction("events", "events", IsAnonymous: false)], app.Http);
        Assert.Empty(FaultsOf(Shipped, SenderAuthenticationMode.Platform));
    }

    [Fact]
    public void What_keeps_a_batch_and_its_encoding_right_is_set()
    {
        var eventHubs = JsonNode.Parse(File.ReadAllText(Path.Combine(Shipped, "eventhubs", "function.json")))!;
        var serviceBus = JsonNode.Parse(File.ReadAllText(Path.Combine(Shipped, "servicebus", "function.json")))!;

        Assert.Equal(("many", "string"), ((string?)eventHubs["bindings"]![0]!["cardinality"], (string?)eventHubs["bindings"]![0]!["dataType"]));
        Assert.Equal("exponentialBackoff", (string?)eventHubs["retry"]!["strategy"]);
        Assert.Equal((null, "string"), (serviceBus["bindings"]![0]!["cardinality"], (string?)serviceBus["bindings"]![0]!["dataType"]));
    }

    [Theory]
    [InlineData("events", """{"bindings":[{"type":"httpTrigger","route":"{*path}"}]}""", "events/function.json has the route '{*path}'; write a path without parameters")]
    [InlineData("events", """{"bindings":[{"TYPE":"HttpTrigger","route":"{name:alpha}"}]}""", "events/function.json has the route '{name:alpha}'")]
    [InlineData("events", """{"bindings":[{"type":"httpTrigger","route":"/EventGrid/"}]}""", "events/function.json has the route 'EventGrid', by which the host invokes the function of that name")]
    [InlineData("events", """{"bindings":[{"type":"httpTrigger","authLevel":"Anonymous","route":"events"}]}""", "events/function.json has the authLevel anonymous")]
    [InlineData("events", """{"bindings":[{"type":"timerTrigger","name":"t"}]}""", "/events is where events come in by HTTP")]
    [InlineData("queue", """{"bindings":[{"type":"cosmosDBTrigger","name":"t"}]}""", "queue/function.json has the trigger 'cosmosDBTrigger'")]
    [InlineData("queue", "{", "queue/function.json of the function app cannot be read")]
    [InlineData("", """{"customHandler":{"http":{"routes":[{"route":"{*path}"}]}}}""", "host.json has customHandler.http")]
    [InlineData("", """{"configurationProfile":"mcp-custom-handler"}""", "host.json has customHandler.http")]
    public void An_app_that_would_let_a_stranger_pass_for_the_host_is_refused(string function, string file, string expected)
    {
        var root = Directory.CreateTempSubdirectory("tagalong-").FullName;
        Write(root, "", """{"extensions":{"http":{"routePrefix":""}}}""");
        Write(root, "eventgrid", """{"bindings":[{"type":"eventGridTrigger","name":"event"}]}""");
        Write(root, function, file);

        var faults = FaultsOf(root, SenderAuthenticationMode.Platform);
        Directory.Delete(root, recursive: true);

        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_read_as_leniently_as_the_host_reads_them()
    {
        var root = Directory.CreateTempSubdirectory("tagalong-").FullName;
        Write(root, "eventgrid", """{"Bindings":[{"Type":"EventGridTrigger","Name":"e",},/* the rest */]}""", Encoding.UTF8);
        Write(root, "bin", "{}");
        Write(root, "not a name", "[");
        Directory.CreateDirectory(Path.Combine(root, "empty"));

        var app = FunctionAppReader.Read(root);
        Directory.Delete(root, recursive: true);

        Assert.Equal(new TriggeredFunction("eventgrid", Trigger.EventGrid, "e"), Assert.Single(app.Triggered));
        Assert.Empty(app.Faults);
    }

    private static IReadOnlyCollection<string> FaultsOf(string root, SenderAuthenticationMode authentication) =>
        [.. new FunctionAppChecks(FunctionAppReader.Read(root)).Validate(null, new SenderOptions { Authentication = authentication }).Failures ?? []];

    private static void Write(string root, string function, string text, Encoding? encoding = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, function));
        File.WriteAllText(Path.Combine(folder.FullName, function.Length == 0 ? "host.json" : "function.json"), text, encoding ?? new UTF8Encoding());
    }
}
