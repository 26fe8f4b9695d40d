using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Tagalong.Core.Events;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Testing;

/// <summary>
/// Acts as Knative's ApiServerSource in Resource mode: watches a namespace and delivers an event for each existing object and
/// for each change, several at a time.
/// </summary>
public sealed class ApiServerSource : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _running;

    private ApiServerSource(ClusterApi api, string ns, IEnumerable<ResourceKind> kinds, Func<EventEnvelope, ValueTask> deliver) =>
        _running = Task.WhenAll(kinds.Select(kind => RunAsync(api, $"{ClusterApi.PathOf(kind, ns)}?watch=true&resourceVersion=0", deliver)));

    /// <param name="api">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="kinds">The watched kinds.</param>
    /// <param name="deliver">Receives the events.</param>
    public static ApiServerSource Start(ClusterApi api, string ns, IEnumerable<ResourceKind> kinds, Func<EventEnvelope, ValueTask> deliver) =>
        new(api, ns, kinds, deliver);

    /// <summary>Stops after the current deliveries.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // The watch was stopped.
        }

        _stop.Dispose();
    }

    private Task RunAsync(ClusterApi api, string path, Func<EventEnvelope, ValueTask> deliver) => Parallel.ForEachAsync(
        ReadAsync(api, path, _stop.Token),
        new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = _stop.Token },
        (shown, _) => deliver(shown));

    private static async IAsyncEnumerable<EventEnvelope> ReadAsync(ClusterApi api, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await api.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var change = JsonNode.Parse(line)!;
            yield return KnativeEvent.Of(change["object"]!.AsObject(), (string?)change["type"] switch
            {
                "ADDED" => "add",
                "MODIFIED" => "update",
                "DELETED" => "delete",
                _ => throw new InvalidOperationException($"Unexpected watch event: {line}"),
            });
        }
    }
}
