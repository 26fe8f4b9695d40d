using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>
/// A collector on loopback ports that takes OTLP over HTTP and over gRPC and keeps what it got. Field numbers are those of
/// opentelemetry-proto 1.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Message)> _received = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static http => http.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, static grpc => grpc.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        foreach (var signal in (string[])["traces", "metrics", "logs"])
        {
            _app.MapPost($"/v1/{signal}", context => TakeAsync(context, signal));
        }

        _app.MapPost("/opentelemetry.proto.collector.{signal}.v1.{service}/Export", TakeGrpcAsync);
    }

    /// <summary>The base address for <c>http/protobuf</c>.</summary>
    public string HttpUrl => _app.Urls.First();

    /// <summary>The base address for <c>grpc</c>.</summary>
    public string GrpcUrl => _app.Urls.Last();

    /// <summary>All that came, as bytes.</summary>
    public string Raw => string.Concat(_received.Select(static item => Encoding.Latin1.GetString(item.Message)));

    public IReadOnlyList<ReceivedSpan> Spans => [.. Messages("traces").SelectMany(static request => request.All(1, 2, 2)).Select(static span => new ReceivedSpan(
        span.Text(5),
        span.Hex(1),
        span.Hex(2),
        span.Hex(4),
        span.Text(3),
        [.. span.All(13).Select(static link => link.Hex(1))],
        Attributes(span, 9)))];

    public IReadOnlyList<string> Metrics => [.. Messages("metrics").SelectMany(static request => request.All(1, 2, 2)).Select(static metric => metric.Text(1)).Distinct()];

    public IReadOnlyList<ReceivedLog> Logs => [.. Messages("logs").SelectMany(static request => request.All(1, 2, 2)).Select(static log => new ReceivedLog(log.All(5).Single().Text(1), log.Hex(9)))];

    /// <summary>Of each signal, the attributes of who sent it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Resources => _received
        .GroupBy(static item => item.Signal)
        .ToDictionary(static group => group.Key, static group => (IReadOnlyDictionary<string, string>)Attributes(new ProtobufMessage(group.First().Message).All(1, 1).First(), 1));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Dictionary<string, string> Attributes(ProtobufMessage owner, int number) =>
        owner.All(number).ToDictionary(static pair => pair.Text(1), static pair => pair.All(2).SingleOrDefault()?.Text(1) ?? "");

    private IEnumerable<ProtobufMessage> Messages(string signal) =>
        _received.Where(item => item.Signal == signal).Select(static item => new ProtobufMessage(item.Message));

    private async Task TakeAsync(HttpContext context, string signal)
    {
        _received.Enqueue((signal, await BodyAsync(context)));
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeGrpcAsync(HttpContext context)
    {
        var signal = (string)context.Request.RouteValues["signal"]!;

        // One frame: a flag, four bytes of length, the message.
        _received.Enqueue((signal == "trace" ? "traces" : signal, (await BodyAsync(context))[5..]));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
