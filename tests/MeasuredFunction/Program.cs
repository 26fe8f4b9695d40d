using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tagalong.Core.Clusters;
using Tagalong.Core.Outcomes;
using Tagalong.Functions;

namespace Tagalong.Load;

/// <summary>
/// The function as it ships, with two endpoints more on the same server: one that reads a body and does nothing with it, as
/// the measure of what the server itself takes, and one that tells what the process allocated and called.
/// </summary>
internal static class MeasuredHost
{
    private const int MostOfABody = 4 * 1024 * 1024;

    public static async Task RunAsync(string[] settings)
    {
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

        await using var app = FunctionsHost.CreateServe(settings);
        app.MapPost("/read-only", static async context =>
        {
            using var body = new PooledBuffer();
            await body.FillAsync(context.Request.Body, MostOfABody, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.ContentLength = 0;
        });
        app.MapGet("/usage", context => context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes()} {Interlocked.Read(ref calls)}")));
        await app.RunAsync();
    }
}
