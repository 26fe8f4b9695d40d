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
        var pages = new ObjectPages(cluster.Connection, kind.Type, ns: "", metadataOnly: false, changes.Show) { KeepsTexts = true };
        string? version = null;
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            if (page.Answer.Status != ApiStatus.Ok)
            {
                return page.Answer;
            }

            // The watch then repeats what changed while later pages were read.
            version ??= page.ResourceVersion;
            foreach (var (item, text) in page.Items.Zip(page.Texts))
            {
                await changes.RelayAsync(item, WithKind(text), _cluster, cancellationToken).ConfigureAwait(false);
            }
        }

        EndList(version ?? "");
        return new ApiResult(ApiStatus.Ok);
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
                case "ADDED" or "MODIFIED" or "DELETED" when ObjectReader.Read(text.Span) is { Snapshot: { } item }:
                    await ReadObjectAsync(read.Type, item, text, cancellationToken).ConfigureAwait(false);
                    break;
                case "BOOKMARK":
                    ReadBookmark(text.Span);
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

    private async ValueTask ReadObjectAsync(string type, ObjectSnapshot item, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (type == "DELETED")
        {
            changes.Delete(item);
        }
        else if (changes.Show(item))
        {
            await changes.RelayAsync(item, text.ToArray(), _cluster, cancellationToken).ConfigureAwait(false);
        }

        if (!_isInitial)
        {
            _version = item.ResourceVersion;
        }
    }

    private void ReadBookmark(ReadOnlySpan<byte> bookmark)
    {
        var (version, endsInitialEvents) = WatchLine.ReadBookmark(bookmark);
        if (_isInitial && endsInitialEvents)
        {
            EndList(version);
        }
        else if (!_isInitial)
        {
            _version = version;
        }
    }

    private void EndList(string version)
    {
        changes.EndList();
        (_version, _isInitial, IsListed) = (version, false, true);
        Log.Listed(logger, kind.Type.Kind, changes.RememberedCount, changes.PendingCount);
        if (changes.ShownCount >= ManyObjects)
        {
            // A process that now only waits for single changes would keep the garbage of the list for hours.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    /// <summary>The items in the list of a built-in kind have no kind and no version.</summary>
    private ReadOnlyMemory<byte> WithKind(ReadOnlyMemory<byte> item) => ObjectReader.Read(item.Span).Snapshot is not null
        ? item
        : (byte[])[.. Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{kind.Type.ApiVersion}}","kind":"{{kind.Type.Kind}}","""), .. item.Span[1..]];

    private static partial class Log
    {
        [LoggerMessage(1156, LogLevel.Information, "All objects of kind {Kind} were listed, and their changes are watched now. Objects: {Remembered} remembered, {Pending} pending.")]
        public static partial void Listed(ILogger logger, string kind, int remembered, int pending);
    }
}
