using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>
/// Delivers events as Knative does: an event without a response, or with a status that Knative retries, is sent again after
/// a growing delay, for as long as a broker redelivers it.
/// </summary>
internal sealed class RedeliveringSender(Uri server, Random random) : IDisposable
{
    private const int AtOnce = 32;

    private static readonly int[] Retried = [404, 413, 425, 429, 502, 503, 504];
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private int _accepted;

    /// <summary>The number of accepted events.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The number of retries by error.</summary>
    public string Failures => string.Join(", ", _failures.OrderByDescending(failure => failure.Value).Select(failure => $"{failure.Value} x {failure.Key}"));

    /// <summary>The number of retries.</summary>
    public int Retries => _failures.Values.Sum();

    /// <summary>Delivers an event of each object, many at once.</summary>
    /// <exception cref="InvalidOperationException">An event was rejected, or not accepted in time.</exception>
    public Task DeliverAsync(IEnumerable<JsonObject> objects) => Parallel.ForEachAsync(
        objects,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        (value, cancelled) => DeliverAsync(value, cancelled));

    /// <summary>Sends an event once.</summary>
    /// <returns>The status or the error, and the delay that the server asks for.</returns>
    public async Task<(string Result, TimeSpan? RetryAfter)> SendAsync(JsonObject value, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/");
        message.Headers.Add("ce-specversion", "1.0");
        message.Headers.Add("ce-id", Guid.NewGuid().ToString());
        message.Headers.Add("ce-source", "https://10.96.0.1:443");
        message.Headers.Add("ce-type", "dev.knative.apiserver.resource.add");
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(value.ToJsonString()));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            return ($"{(int)response.StatusCode}{await ReasonAsync(response, cancellationToken)}", response.Headers.RetryAfter?.Delta);
        }
        catch (HttpRequestException broken)
        {
            return ($"no response ({broken.HttpRequestError})", null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("no response in time", null);
        }
    }

    /// <summary>Waits until a number of events were accepted.</summary>
    public async Task AcceptedAsync(int count)
    {
        var waited = Stopwatch.StartNew();
        while (Accepted < count)
        {
            Assert.True(waited.Elapsed < Horizon, $"Only {Accepted} events were accepted. Retries: {Failures}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.IsSuccessStatusCode ? "" : $" {JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))?["reason"]}";

    private async ValueTask DeliverAsync(JsonObject value, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        var name = value["metadata"]!["name"];
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var (result, retryAfter) = await SendAsync(value, cancellationToken);
            if (result == "202")
            {
                Interlocked.Increment(ref _accepted);
                return;
            }

            if (char.IsAsciiDigit(result[0]) && !Retried.Contains(int.Parse(result.AsSpan(0, 3), null)))
            {
                throw new InvalidOperationException($"The event of {name} was rejected: {result}");
            }

            if (started.Elapsed > Horizon)
            {
                throw new InvalidOperationException($"The event of {name} was not accepted in {Horizon.TotalSeconds} s. Last: {result}");
            }

            _failures.AddOrUpdate(result, 1, static (_, count) => count + 1);
            await Task.Delay(Jittered(retryAfter > wait ? LongestWait : wait), TimeProvider.System, cancellationToken);
        }
    }

    private TimeSpan Jittered(TimeSpan wait)
    {
        lock (random)
        {
            return wait * (0.5 + (random.NextDouble() / 2));
        }
    }
}
