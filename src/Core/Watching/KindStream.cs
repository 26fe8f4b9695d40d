using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>
/// Reads all objects of one kind and then their changes, from where the last call ended. It prefers a watch that begins with
/// the existing objects, and lists them where the API server does not support that.
/// </summary>
/// <remarks>Source: <c>https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists</c>.</remarks>
internal sealed partial class KindStream(WatchedKind kind, ObjectChanges changes, WatchOptions options, Random random, ILogger logger)
{
    /// <summary>A list of so many objects leaves enough garbage behind to be worth a collection.</summary>
    private const int ManyObjects = 10_000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private ClusterName _cluster = new(options.Cluster);
    private Cluster? _lastCluster;
    private ulong _highest;
    private volatile string? _version;
    private bool _supportsInitialEvents = true;
    private bool _isInitial;

    /// <summary>Whether all existing objects were seen once.</summary>
    public bool IsListed { get; private set; }

    /// <summary>All changes up to this version were seen; null if there is no such version.</summary>
    public string? Version => IsListed ? _version : null;

    /// <summary>Whether the current call has read an object or a bookmark.</summary>
    public bool HasProgress { get; private set; }

    /// <summary>Makes the next call begin with all existing objects.</summary>
    public void Restart() => _version = null;

    /// <summary>Reads until the watch ends.</summary>
    public async ValueTask<ApiResult> ReadAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        HasProgress = false;
        if (!ReferenceEquals(cluster, _lastCluster))
        {
            // Another API server may have the same name, and its resource versions are different.
            (_lastCluster, _highest) = (cluster, 0);
            Restart();
        }

        _cluster = _cluster.IsNamed ? _cluster : cluster.Name;
        if (_version is null && _supportsInitialEvents)
        {
            _isInitial = true;
            changes.BeginList();
            var result = await WatchAsync(cluster, "sendInitialEvents=true&resourceVersionMatch=NotOlderThan", cancellationToken).ConfigureAwait(false);
            if (!_isInitial || result.Status is not (ApiStatus.Invalid or ApiStatus.Ok or ApiStatus.ServerError or ApiStatus.TimedOut))
            {
                return Ended(result);
            }

            // Older API servers reject the request, or do not report the end of the initial events.
            _supportsInitialEvents = false;
        }

        if (_version is null)
        {
            _isInitial = false;
            var result = await ListAsync(cluster, cancellationToken).ConfigureAwait(false);
            if (result.Status != ApiStatus.Ok)
            {
                return Ended(result);
            }
        }

        return Ended(await WatchAsync(cluster, $"resourceVersion={Uri.EscapeDataString(_version!)}", cancellationToken).ConfigureAwait(false));
    }

    private ApiResult Ended(ApiResult result)
    {
        if (result.Status is ApiStatus.Expired or ApiStatus.Invalid or ApiStatus.NotServed)
        {
            Restart();
        }

        // A cluster that does not serve the kind has no objects of it.
        IsListed |= result.Status == ApiStatus.NotServed;
        return result;
    }

    private async ValueTask<ApiResult> ListAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        changes.BeginList();
        var pages = new ObjectPages(cluster.Connection, kind.Type, ns: "", metadataOnly: false, changes.Show) { MostTextBytes = PendingEvents.MostBytes };
        string? version = null;
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            if (page.Answer.Status != ApiStatus.Ok)
            {
                return page.Answer;
            }

            // The watch then repeats what changed while later pages were read.
            version ??= page.ResourceVersion;
            foreach (var unreadable in page.Unreadable)
            {
                Skip(unreadable);
            }

            foreach (var (item, text) in page.Items.Zip(page.Texts))
            {
                await changes.RelayAsync(item, WithKind(text), _cluster, cancellationToken).ConfigureAwait(false);
            }
        }

        return EndList(version ?? "") ?? new ApiResult(ApiStatus.Ok);
    }

    private ValueTask<ApiResult> WatchAsync(Cluster cluster, string from, CancellationToken cancellationToken)
    {
        var lifetime = options.Lifetime * (1 + random.NextDouble());
        var query = string.Create(CultureInfo.InvariantCulture, $"{from}&allowWatchBookmarks=true&timeoutSeconds={(int)Math.Ceiling(lifetime.TotalSeconds)}");
        return cluster.Connection.WatchAsync(kind.Type, query, lifetime + Grace, ReadLineAsync, cancellationToken);
    }

    private async ValueTask<ApiResult?> ReadLineAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            var read = WatchLine.Read(line.Span);
            var text = line[read.Object];
            switch (read.Type)
            {
                case "ADDED" or "MODIFIED" or "DELETED":
                    if (await ReadObjectAsync(read.Type, text, cancellationToken).ConfigureAwait(false) is { } failure)
                    {
                        return failure;
                    }

                    break;
                case "BOOKMARK" when ReadBookmark(text.Span) is { } end:
                    return end;
                case "BOOKMARK":
                    break;
                case "ERROR":
                    Restart();
                    var code = WatchLine.ReadCode(text.Span);
                    return new ApiResult(code == 410 ? ApiStatus.Expired : ApiStatus.ServerError) { Message = $"The watch ended with HTTP {code}." };
                default:
                    return new ApiResult(ApiStatus.ServerError) { Message = "A line of the watch has no object." };
            }

            HasProgress = true;
            return null;
        }
        catch (Exception error) when (JsonText.IsFault(error))
        {
            return new ApiResult(ApiStatus.ServerError) { Message = $"A line of the watch cannot be read. {error.Message}" };
        }
    }

    private async ValueTask<ApiResult?> ReadObjectAsync(string type, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var (item, error) = ObjectReader.Read(text.Span);
        if (item is null)
        {
            if (UnreadableObject.Find(text.Span, type: null, error ?? "") is not { } unreadable)
            {
                return new ApiResult(ApiStatus.ServerError) { Message = $"A line of the watch has no object. {error}" };
            }

            _lastCluster!.Connection.Measurements.Unreadable(kind.Type.Kind, 1);
            Skip(unreadable);
            Advance(unreadable.ResourceVersion);
            return null;
        }

        if (type == "DELETED")
        {
            changes.Delete(item);
        }
        else if (changes.Show(item))
        {
            await changes.RelayAsync(item, text.ToArray(), _cluster, cancellationToken).ConfigureAwait(false);
        }

        Advance(item.ResourceVersion);
        return null;
    }

    private void Advance(string version)
    {
        if (!_isInitial && version.Length > 0)
        {
            _version = version;
            _highest = ResourceVersion.TryParse(version, out var number) ? Math.Max(_highest, number) : _highest;
        }
    }

    private void Skip(in UnreadableObject unreadable) => Log.Skipped(logger, unreadable.Object.ToString(), unreadable.Error);

    private ApiResult? ReadBookmark(ReadOnlySpan<byte> bookmark)
    {
        var (version, endsInitialEvents) = WatchLine.ReadBookmark(bookmark);
        if (_isInitial && endsInitialEvents)
        {
            return EndList(version);
        }

        Advance(version);
        return null;
    }

    /// <returns>The result that ends the call, or null to go on.</returns>
    private ApiResult? EndList(string version)
    {
        if (ResourceVersion.TryParse(version, out var number) && number < _highest)
        {
            // What was just relayed may have been taken for old news, and is relayed again.
            Log.WentBack(logger, kind.Type.Kind, version, _highest);
            _lastCluster!.Versions.Distrust();
            changes.Forget();
            _highest = 0;
            return new ApiResult(ApiStatus.Expired) { Message = "The resource versions of the cluster went back." };
        }

        changes.EndList();
        (_version, _isInitial, IsListed) = (version, false, true);
        Advance(version);
        Log.Listed(logger, kind.Type.Kind, changes.RememberedCount, changes.PendingCount);
        if (changes.ShownCount >= ManyObjects)
        {
            // A process that now only waits for single changes would keep the garbage of the list for hours.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return null;
    }

    /// <summary>The items in the list of a built-in kind have no kind and no version.</summary>
    private ReadOnlyMemory<byte> WithKind(ReadOnlyMemory<byte> item) => item.IsEmpty || ObjectReader.Read(item.Span).Snapshot is not null
        ? item
        : (byte[])[.. Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{kind.Type.ApiVersion}}","kind":"{{kind.Type.Kind}}","""), .. item.Span[1..]];

    private static partial class Log
    {
        [LoggerMessage(1156, LogLevel.Information, "All objects of kind {Kind} were listed, and their changes are watched now. Objects: {Remembered} remembered, {Pending} pending.")]
        public static partial void Listed(ILogger logger, string kind, int remembered, int pending);

        [LoggerMessage(1163, LogLevel.Warning, "The resource version of kind {Kind} went back to {Version} from {Before}, as after a restore of etcd; all objects are checked again.")]
        public static partial void WentBack(ILogger logger, string kind, string version, ulong before);

        [LoggerMessage(1160, LogLevel.Warning, "{Object} cannot be read and is skipped, so that it gets and gives no labels: {Error}")]
        public static partial void Skipped(ILogger logger, string @object, string error);
    }
}
