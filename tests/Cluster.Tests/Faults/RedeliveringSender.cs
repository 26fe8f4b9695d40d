using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>
/// Delivers events as Knative does: what is answered with a status that Knative retries, or not at all, is sent again after
/// a wait that grows; and for as long as a broker that redelivers.
/// </summary>
internal sealed class RedeliveringSender(Uri function, Random random) : IDisposable
{
    private const int AtOnce = 32;

    private static readonly int[] Retried = [404, 413, 425, 429, 502, 503, 504];
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new() { BaseAddress = function, Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private int _accepted;

    /// <summary>How many events were accepted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How often each failure was met, and answered by sending again.</summary>
    public string Failures => string.Join(", ", _failures.OrderByDescending(failure => failure.Value).Select(failure => $"{failure.Value} x {failure.Key}"));

    /// <summary>How many times an event was sent again.</summary>
    public int Retries => _failures.Values.Sum();

    /// <summary>Delivers an event of each object, many at once.</summary>
    /// <exception cref="InvalidOperationException">One was refused for good, or not accepted in all the time.</exception>
    public Task DeliverAsync(IEnumerable<JsonObject> objects) => Parallel.ForEachAsync(
        objects,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        (value, cancelled) => DeliverAsync(value, cancelled));

    /// <summary>Sends an event once.</summary>
    /// <returns>The status, or what broke; and for how long the function asks to wait.</returns>
    public async Task<(string Answer, TimeSpan? RetryAfter)> SendAsync(JsonObject value, CancellationToken cancellationToken)
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
            return ($"no answer ({broken.HttpRequestError})", null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("no answer in time", null);
        }
    }

    /// <summary>Waits until so many events were accepted.</summary>
    public async Task AcceptedAsync(int count)
    {
        var waited = Stopwatch.StartNew();
        while (Accepted < count)
        {
            Assert.True(waited.Elapsed < Horizon, $"Only {Accepted} events were accepted, and {Failures}.");
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
            var (answer, retryAfter) = await SendAsync(value, cancellationToken);
            if (answer == "202")
            {
                Interlocked.Increment(ref _accepted);
                return;
            }

            if (char.IsAsciiDigit(answer[0]) && !Retried.Contains(int.Parse(answer.AsSpan(0, 3), null)))
            {
                throw new InvalidOperationException($"The event of {name} was refused for good: {answer}");
            }

            if (started.Elapsed > Horizon)
            {
                throw new InvalidOperationException($"The event of {name} was not accepted in {Horizon.TotalSeconds} s. Last: {answer}");
            }

            _failures.AddOrUpdate(answer, 1, static (_, count) => count + 1);
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
