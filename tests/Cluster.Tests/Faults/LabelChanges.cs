using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>
/// Watches a namespace and counts the changes of each object's labels, or of the labeler's managed fields. A broken watch is
/// resumed where it ended; if that version has expired, the current objects are listed.
/// </summary>
internal sealed class LabelChanges : IAsyncDisposable
{
    private const string Marker = "the-end";

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentDictionary<string, (string State, int Changes)> _seen = new();
    private readonly ClusterApi _api;
    private readonly string _namespace;
    private readonly Task _running;

    private LabelChanges(ClusterApi api, string ns)
    {
        (_api, _namespace) = (api, ns);
        _running = Task.WhenAll(FollowAsync(ResourceKinds.ReplicaSet), FollowAsync(ResourceKinds.Experiment));
    }

    /// <summary>Starts the watch. Call it before the objects are created.</summary>
    public static LabelChanges Watch(ClusterApi api, string ns) => new(api, ns);

    /// <summary>Kind and name of each object with its number of changes, after all earlier changes were received.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync()
    {
        await _api.CreateAsync(Manifests.ReplicaSet(_namespace, Marker, "app=web", "app=web"), "tests");
        await _api.CreateAsync(Manifests.Experiment(_namespace, Marker, ""), "tests");
        await Eventually.EqualAsync(2, () => Task.FromResult(_seen.Keys.Count(IsMarker)));
        return _seen.Where(seen => !IsMarker(seen.Key)).ToDictionary(seen => seen.Key, seen => seen.Value.Changes);

        static bool IsMarker(string key) => key.EndsWith($"/{Marker}", StringComparison.Ordinal);
    }

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

    private async Task FollowAsync(ResourceKind kind)
    {
        await Task.Yield();
        var version = "";
        while (true)
        {
            try
            {
                version = version.Length == 0 ? await ListAsync(kind) : await WatchAsync(kind, version);
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException && !_stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, _stop.Token);
            }
        }
    }

    private async Task<string> ListAsync(ResourceKind kind)
    {
        var list = JsonNode.Parse(await _api.Http.GetStringAsync(new Uri(ClusterApi.PathOf(kind, _namespace), UriKind.Relative), _stop.Token))!;
        foreach (var item in list["items"]!.AsArray())
        {
            Record(kind, item!);
        }

        return (string)list["metadata"]!["resourceVersion"]!;
    }

    /// <returns>The resource version from which to continue; empty if it has expired.</returns>
    private async Task<string> WatchAsync(ResourceKind kind, string version)
    {
        var path = $"{ClusterApi.PathOf(kind, _namespace)}?watch=true&resourceVersion={version}";
        using var response = await _api.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        if ((int)response.StatusCode == 410)
        {
            return "";
        }

        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
        try
        {
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
            {
                var change = JsonNode.Parse(line)!;
                if ((string?)change["type"] == "ERROR")
                {
                    return "";
                }

                Record(kind, change["object"]!);
                version = (string)change["object"]!["metadata"]!["resourceVersion"]!;
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The caller resumes the watch.
        }

        return version;
    }

    private void Record(ResourceKind kind, JsonNode value)
    {
        var state = $"{value["metadata"]!["labels"]?.ToJsonString()} {TagalongsEntries(value)}";
        _seen.AddOrUpdate(
            string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}/{value["metadata"]!["name"]}"),
            (state, 0),
            (_, before) => (state, before.Changes + (before.State == state ? 0 : 1)));
    }

    private static string TagalongsEntries(JsonNode value) => string.Concat(
        (value["metadata"]!["managedFields"]?.AsArray() ?? []).Where(entry => (string?)entry!["manager"] == "tagalong").Select(entry => entry!.ToJsonString()));
}
