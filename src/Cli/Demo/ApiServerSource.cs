using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>
/// The event source in front of the function, as Knative's ApiServerSource is: one watch for each kind, each change posted
/// as a CloudEvent, in order and one at a time for each kind. Changes go on meanwhile, so events wait here while an earlier
/// one is worked on, as they do there. What the function writes comes by as well.
/// </summary>
internal sealed class ApiServerSource : IAsyncDisposable
{
    private static readonly ResourceKind[] Kinds = [ResourceKinds.Rollout, ResourceKinds.Experiment, ResourceKinds.ReplicaSet];

    private readonly DevApiServer _cluster;
    private readonly Uri _function;
    private readonly OutcomeLog _outcomes;
    private readonly TimeProvider _time;
    private readonly Action<Delivery> _delivered;
    private readonly ClusterClient _client;
    private readonly HttpClient _toFunction = new(new SocketsHttpHandler { UseProxy = false });
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _progress = new(0);
    private readonly Dictionary<ResourceKind, long> _positions = [];
    private readonly Task[] _watches;

    /// <summary>Starts to watch from now on.</summary>
    /// <param name="cluster">What is watched.</param>
    /// <param name="client">The way to it, which stays the caller's.</param>
    /// <param name="function">Where the events are posted.</param>
    /// <param name="outcomes">Where the function says how they ended.</param>
    /// <param name="time">The clock of the events' times.</param>
    /// <param name="delivered">Told of each event that was answered; called by several threads.</param>
    public ApiServerSource(
        DevApiServer cluster, ClusterClient client, Uri function, OutcomeLog outcomes, TimeProvider time, Action<Delivery> delivered)
    {
        (_cluster, _client, _function, _outcomes, _time, _delivered) = (cluster, client, function, outcomes, time, delivered);
        var now = cluster.Objects.ResourceVersion;
        foreach (var kind in Kinds)
        {
            _positions[kind] = now;
        }

        _watches = [.. Kinds.Select(kind => WatchAsync(kind, now, _stopping.Token))];
    }

    /// <summary>Waits until every change, the function's own included, was sent and answered.</summary>
    /// <exception cref="HttpRequestException">The cluster or the function cannot be reached any more.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (!IsSettled())
        {
            var progress = _progress.WaitAsync(cancellationToken);
            var first = await Task.WhenAny([progress, .. _watches]);
            await first;
            if (first != progress)
            {
                throw new HttpRequestException("The dev cluster has ended a watch.");
            }
        }
    }

    /// <summary>Stops watching; what is on its way is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _toFunction.Dispose();
        _progress.Dispose();
        _stopping.Dispose();
    }

    private bool IsSettled()
    {
        lock (_positions)
        {
            return Kinds.All(kind => _cluster.Objects.List(kind, ObjectName.Namespace).All(value => VersionOf(value) <= _positions[kind]));
        }
    }

    private static long VersionOf(JsonObject value) =>
        long.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private async Task WatchAsync(ResourceKind kind, long from, CancellationToken stopping)
    {
        using var response = await _client.WatchAsync(kind, from, stopping);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stopping));
        while (await lines.ReadLineAsync(stopping) is { } line)
        {
            if (WatchedChange.Read(line, kind) is { } change)
            {
                _delivered(await SendAsync(change, stopping));
                Advance(kind, change.ResourceVersion);
            }
        }
    }

    private async Task<Delivery> SendAsync(WatchedChange change, CancellationToken stopping)
    {
        var id = Guid.NewGuid().ToString();
        using var request = CloudEventRequest.Make(change, id, _function, _cluster.Url, _time.GetUtcNow());
        using var response = await _toFunction.SendAsync(request, stopping);
        return new Delivery(change.Object, CloudEventRequest.TypeOf(change), (int)response.StatusCode, _outcomes.Take(id));
    }

    private void Advance(ResourceKind kind, long resourceVersion)
    {
        lock (_positions)
        {
            _positions[kind] = resourceVersion;
        }

        _progress.Release();
    }
}
