using System.Globalization;
using System.Net.Http.Headers;

namespace Tagalong.Load;

/// <summary>One kind of request, sent by several senders, each of which sends the next request after the last response. Measured over all its turns.</summary>
internal sealed class Phase(string name, int senders)
{
    private readonly Latencies _latencies = new();
    private readonly List<double> _rates = [];
    private double _cpuSeconds;
    private long _allocated;
    private long _calls;

    public string Name => name;

    /// <summary>Requests per second of each turn.</summary>
    public IReadOnlyList<double> Rates => _rates;

    /// <summary>The number of requests without a success status.</summary>
    public int Failed { get; private set; }

    /// <summary>Sends requests until <paramref name="next"/> returns null.</summary>
    /// <param name="client">The client of the server or the API server.</param>
    /// <param name="next">Creates the next request.</param>
    /// <param name="server">The server whose processor time counts.</param>
    /// <param name="cancellationToken">Ends the turn early.</param>
    public async Task TakeTurnAsync(HttpClient client, Func<HttpRequestMessage?> next, ServerProcess server, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var (allocated, calls) = await UsageAsync(server, cancellationToken);
        var (cpu, started, count) = (server.Cpu, time.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(SendAsync, cancellationToken)));
        _rates.Add(count / time.GetElapsedTime(started).TotalSeconds);
        _cpuSeconds += (server.Cpu - cpu).TotalSeconds;
        var (allocatedNow, callsNow) = await UsageAsync(server, cancellationToken);
        _allocated += allocatedNow - allocated;
        _calls += callsNow - calls;

        async Task SendAsync()
        {
            while (next() is { } made)
            {
                using var message = made;
                var sent = time.GetTimestamp();
                using var response = await client.SendAsync(message, cancellationToken);
                await response.Content.CopyToAsync(Stream.Null, cancellationToken);
                _latencies.Add(time.GetElapsedTime(sent));
                Interlocked.Increment(ref count);
                if (!response.IsSuccessStatusCode)
                {
                    lock (_latencies)
                    {
                        Failed++;
                    }
                }
            }
        }
    }

    public string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {_latencies.Count} | {Median(_rates):0} | {_latencies.At(50):0.00} | {_latencies.At(99):0.00} | {_latencies.At(99.9):0.00} | {_cpuSeconds * 1e6 / _latencies.Count:0} | {_allocated / _latencies.Count} | {(double)_calls / _latencies.Count:0.00} |");

    /// <summary>The median of the ratios of each turn to the adjacent turn of another phase.</summary>
    public double RatioTo(Phase other) => Median(_rates.Zip(other.Rates, static (own, others) => own / others));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>A POST of an event, as Knative sends it.</summary>
    public static HttpRequestMessage Event(string path, byte[] body, string change, string id)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add("ce-specversion", "1.0");
        message.Headers.Add("ce-id", id);
        message.Headers.Add("ce-source", "https://10.96.0.1:443");
        message.Headers.Add("ce-type", $"dev.knative.apiserver.resource.{change}");
        return message;
    }

    private static async Task<(long Allocated, long Calls)> UsageAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        var usage = (await client.GetStringAsync(new Uri("/usage", UriKind.Relative), cancellationToken)).Split(' ');
        return (long.Parse(usage[0], CultureInfo.InvariantCulture), long.Parse(usage[1], CultureInfo.InvariantCulture));
    }
}
