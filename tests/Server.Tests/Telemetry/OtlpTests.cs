using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Tagalong.DevCluster;
using Tagalong.Server.Tests.OutcomeEvents;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Telemetry;

/// <summary>Traces, metrics and logs as a collector gets them.</summary>
public class OtlpTests
{
    private const string Producer = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Hop = "00-11111111111111111111111111111111-2222222222222222-01";
    private const string InTheBody = "only-the-body-says-this";

    [Fact]
    public async Task An_event_is_traced_measured_and_logged_and_its_calls_are_part_of_its_producers_trace()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var sink = await Receiver.StartAsync();
        await using (var function = await StartAsync(cluster, collector.HttpUrl, "http/protobuf", $"Tagalong__OutcomeEvents__Sink={sink.Url}", "OTEL_RESOURCE_ATTRIBUTES=k8s.namespace.name=tagalong"))
        {
            Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(
                Checkout.ReplicaSet, body: Marked(), headers: [("ce-traceparent", Producer), ("ce-tracestate", "vendor=state"), ("traceparent", Hop)]));
            Assert.Equal(0, await function.StopAsync());
        }

        var handled = Assert.Single(collector.Spans, span => span.Name == "tagalong.event");
        Assert.Equal(
            ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "vendor=state"), (handled.TraceId, handled.ParentId, handled.TraceState));
        Assert.Equal(["11111111111111111111111111111111"], handled.LinkedTraces);
        Assert.Equal("Labeled", handled.Attributes["tagalong.outcome"]);
        Assert.Equal(["GET", "PATCH", "tagalong.outcome_event"], collector.Spans.Where(span => span.ParentId == handled.SpanId).Select(span => span.Name));
        Assert.Equal($"00-{handled.TraceId}-{handled.SpanId}-01", Assert.Single(sink.Taken)["traceparent"]);
        var request = Assert.Single(collector.Spans, span => span.ParentId == "2222222222222222");
        Assert.Equal("11111111111111111111111111111111", request.TraceId);
        Assert.DoesNotContain(collector.Spans, span => span.Attributes.Values.Any(value => value.Contains("/v1/traces", StringComparison.Ordinal)));

        Assert.Contains(collector.Logs, log =>
            log.Body.StartsWith("Labeled ReplicaSet shop/checkout-8668bffb96 in cluster prod-eu-1: added ", StringComparison.Ordinal) && log.TraceId == handled.TraceId);
        Assert.Superset(
            new HashSet<string>(["tagalong.events", "tagalong.event.duration", "tagalong.api.attempt.duration", "tagalong.cluster.breaker.state", "http.server.request.duration"]),
            collector.Metrics.ToHashSet());
        Assert.Equal(["logs", "metrics", "traces"], collector.Resources.Keys.Order());
        Assert.All(collector.Resources.Values, resource =>
            Assert.Equal(("tagalong", "0.1.0", "tagalong"), (resource["service.name"], resource["service.version"], resource["k8s.namespace.name"])));
        Assert.DoesNotContain(InTheBody, collector.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.AdminToken, collector.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_without_a_trace_is_part_of_the_trace_of_its_request()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        await using var collector = await OtlpReceiver.StartAsync();
        await using (var function = await StartAsync(cluster, collector.GrpcUrl, "grpc", "OTEL_SERVICE_NAME=labels"))
        {
            await function.SendAsync(Checkout.ReplicaSet, headers: [("traceparent", Hop)]);
            await function.StopAsync();
        }

        var handled = Assert.Single(collector.Spans, span => span.Name == "tagalong.event");
        var request = Assert.Single(collector.Spans, span => span.SpanId == handled.ParentId);
        Assert.Equal(("11111111111111111111111111111111", "2222222222222222"), (request.TraceId, request.ParentId));
        Assert.Empty(handled.LinkedTraces);
        Assert.Equal("labels", collector.Resources["metrics"]["service.name"]);
        Assert.Contains("tagalong.events", collector.Metrics);
    }

    [Fact]
    public async Task Without_an_exporter_nothing_of_OpenTelemetry_is_created()
    {
        await using var off = await RunningFunction.StartAsync();
        await using var disabled = await RunningFunction.StartAsync(["OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", "OTEL_SDK_DISABLED=true"]);
        await using var on = await RunningFunction.StartAsync(["OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1"]);

        Assert.Null(off.Services.GetService(typeof(MeterProvider)) ?? off.Services.GetService(typeof(TracerProvider)));
        Assert.Null(disabled.Services.GetService(typeof(MeterProvider)) ?? disabled.Services.GetService(typeof(TracerProvider)));
        Assert.NotNull(on.Services.GetService(typeof(TracerProvider)));
    }

    [Fact]
    public async Task A_collector_that_does_not_respond_does_not_keep_the_process_from_stopping()
    {
        await using var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var function = await StartAsync(cluster, $"http://{silent.LocalEndpoint}", "http/protobuf", "Tagalong__Telemetry__FlushTimeout=00:00:01", "OTEL_EXPORTER_OTLP_TIMEOUT=600000");
        await function.SendAsync(Checkout.ReplicaSet);

        var started = Stopwatch.StartNew();
        var exitCode = await function.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(started.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromMinutes(2));
    }

    private static Task<FunctionProcess> StartAsync(DevApiServer cluster, string collector, string protocol, params string[] settings) =>
        FunctionProcess.StartAsync(
            new Dictionary<string, string> { ["prod-eu-1"] = cluster.KubeconfigFor() },
            [$"OTEL_EXPORTER_OTLP_ENDPOINT={collector}", $"OTEL_EXPORTER_OTLP_PROTOCOL={protocol}", .. settings]);

    private static byte[] Marked()
    {
        var body = JsonNode.Parse(Checkout.ReplicaSet.Body)!.AsObject();
        body["metadata"]!["annotations"] = new JsonObject { ["note"] = InTheBody };
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
