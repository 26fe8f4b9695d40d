using Tagalong.FunctionsHost.Messages;

namespace Tagalong.Functions.Tests.Running;

/// <summary>OpenTelemetry, which costs nothing unless an endpoint is set.</summary>
public sealed class TelemetryTests
{
    private const string Capability = "WorkerOpenTelemetryEnabled";

    [Fact]
    public async Task With_an_endpoint_the_worker_tells_the_host_that_it_exports_itself()
    {
        await using var app = await RunningApp.StartAsync(["OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1"]);

        Assert.Equal("True", Init(app).Capabilities[Capability]);
    }

    [Fact]
    public async Task Without_an_endpoint_the_host_exports()
    {
        await using var app = await RunningApp.StartAsync();

        Assert.DoesNotContain(Capability, Init(app).Capabilities.Keys);
    }

    private static WorkerInitResponse Init(RunningApp app) =>
        app.Host.Conversation.Messages.Select(static message => message.Message.WorkerInitResponse).First(static response => response is not null);
}
