using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Kubeconfig;
using Tagalong.Core.Telemetry;
using Tagalong.Server;

// The server as it ships, with three more endpoints: one only reads a body, to measure the cost of the HTTP server; one sends the
// body to the API server as a patch, to measure the cost of server and client together; and one reports what the process
// allocated and how many calls it made.
const int MostOfABody = 4 * 1024 * 1024;

var calls = 0L;
using var listener = new MeterListener
{
    InstrumentPublished = static (instrument, listener) =>
    {
        if (instrument.Meter.Name == Instruments.Name && instrument.Name == "tagalong.api.calls")
        {
            listener.EnableMeasurementEvents(instrument);
        }
    },
};
listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref calls, value));
listener.Start();

await using var app = ServerHost.CreateServe(args);
app.MapPost("/read-only", static async (HttpContext context) =>
{
    using var body = new PooledBuffer();
    await body.FillAsync(context.Request.Body, MostOfABody, context.RequestAborted);
    context.Response.StatusCode = StatusCodes.Status202Accepted;
    context.Response.ContentLength = 0;
});
var kubeconfig = MergedKubeconfig.Read(null, app.Configuration).Resolve(null);
var endpoint = new KubeconfigEndpoint(allowsUnverified: false, TimeProvider.System, NullLogger.Instance).Create(kubeconfig);
using var apiServer = new ApiServerTransport(endpoint, TimeSpan.FromSeconds(10), TimeProvider.System, NullLogger.Instance);
app.MapPost("/pass-on", async (HttpContext context) =>
{
    using var body = new PooledBuffer();
    await body.FillAsync(context.Request.Body, MostOfABody, context.RequestAborted);
    using var message = apiServer.Request(HttpMethod.Patch, context.Request.Query["path"]!);
    message.Content = new ByteArrayContent(body.Span.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml") } };
    var credential = await apiServer.AuthenticateAsync(message, context.RequestAborted);
    using var response = await apiServer.SendAsync(message, credential, context.RequestAborted);
    using var answer = new PooledBuffer();
    await answer.FillAsync(await response.Content.ReadAsStreamAsync(context.RequestAborted), MostOfABody, context.RequestAborted);
    context.Response.StatusCode = response.IsSuccessStatusCode ? StatusCodes.Status202Accepted : StatusCodes.Status503ServiceUnavailable;
    context.Response.ContentLength = 0;
});
app.MapGet("/usage", (HttpContext context) => context.Response.WriteAsync(string.Create(
    CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes()} {Interlocked.Read(ref calls)}")));
await app.RunAsync();
