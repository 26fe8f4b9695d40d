using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Queues;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.App;

public sealed class HostJsonTests
{
    [Fact]
    public async Task What_is_not_set_has_the_defaults_of_the_host()
    {
        var read = await ReadAsync("""{ "version": "2.0" }""");

        Assert.Equal("api", read.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), read.FunctionTimeout);
        Assert.Equal(new QueueOptions(16, 8, 5, TimeSpan.Zero, MessageEncoding.Base64), read.Queues);
    }

    [Fact]
    public async Task What_is_set_is_read()
    {
        var read = await ReadAsync(
            """
            {
              "functionTimeout": "00:05:00",
              "extensions": {
                "http": { "routePrefix": "" },
                "queues": { "batchSize": 4, "newBatchThreshold": 1, "maxDequeueCount": 2, "visibilityTimeout": "00:00:30", "messageEncoding": "none" }
              }
            }
            """);

        Assert.Equal(new HostJson("", TimeSpan.FromMinutes(5), new QueueOptions(4, 1, 2, TimeSpan.FromSeconds(30), MessageEncoding.None)), read);
    }

    [Fact]
    public async Task App_settings_override_it()
    {
        var read = await ReadAsync("""{ "extensions": { "queues": { "batchSize": 4 } } }""", ("AzureFunctionsJobHost__extensions__queues__batchSize", "2"));

        Assert.Equal((2, 1), (read.Queues.BatchSize, read.Queues.NewBatchThreshold));
    }

    private static async Task<HostJson> ReadAsync(string json, params IEnumerable<(string Name, string Value)> settings)
    {
        await using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["host.json"], json, TestContext.Current.CancellationToken);
        return HostJson.Read(folder.Path, new AppSettings(settings.Select(static setting => KeyValuePair.Create(setting.Name, setting.Value))));
    }
}
