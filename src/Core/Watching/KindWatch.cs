using System.Globalization;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Watching;

/// <summary>
/// Watches the objects of one kind for as long as it is let: first what exists, then every change. After a gap all objects
/// are looked at again, and those are told of that differ from what was told last.
/// </summary>
internal sealed partial class KindWatch(
    WatchedKind kind,
    LabelPolicy policy,
    Func<Cluster?> find,
    PendingEvents waiting,
    WatchOptions options,
    RelayMeasurements measurements,
    TimeProvider time,
    Random random,
    ILogger logger)
{
    /// <summary>After so many answers in a row that are faults of the API server, the version itself is taken to be the fault.</summary>
    private const int MostFaults = 3;

    /// <summary>The list of so many objects leaves enough behind to be worth a collection.</summary>
    private const int ManyObjects = 10_000;

    /// <summary>A watch that ends sooner is no good sign, even if it ends well.</summary>
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly SeenObjects _known = new();
    private readonly ExponentialBackoff _backoff = new(options.RetryDelay, options.LongestRetryDelay, random);
    private ClusterName _cluster = new(options.Cluster);
    private Cluster? _watched;
    private volatile string? _version;
    private bool _streams = true;
    private bool _isInitial;
    private bool _hasProgress;
    private int _failures;
    private long _listed;
    private ApiStatus _lastStatus;

    /// <summary>Whether all that exists has been looked at once.</summary>
    public bool IsListed { get; private set; }

    /// <summary>How far the watch has come: what changed up to here was seen, and told of if it was news; null where it cannot say.</summary>
    public string? Version => IsListed ? _version : null;

    /// <summary>Watches until it is called off.</summary>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            _hasProgress = false;
            var answer = await TryAsync(cancellationToken).ConfigureAwait(false);
            measurements.Ended(kind, answer.Status);
            var isGood = answer.Status == ApiStatus.Ok && (_hasProgress || time.GetElapsedTime(started) >= ShortestWatch);
            _failures = isGood ? 0 : _hasProgress ? 1 : _failures + 1;
            Judge(answer);
            if (!isGood)
            {
                var wait = answer.Status == ApiStatus.NotServed ? options.LongestRetryDelay : _backoff.After(_failures, answer.RetryAfter);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<ApiResult> TryAsync(CancellationToken cancellationToken)
    {
        var cluster = find();
        using var lease = cluster?.TryBeginWatch() ?? default;
        if (cluster is null || !lease.IsAcquired)
        {
            return new ApiResult(ApiStatus.Unreachable) { Message = "There is no way to the cluster, or not yet." };
        }

        try
        {
            _cluster = _cluster.IsNamed ? _cluster : cluster.Name;
            if (!ReferenceEquals(cluster, Interlocked.Exchange(ref _watched, cluster)))
            {
                // Under the same name there may be another API server, whose versions mean something else.
                _version = null;
            }

            return await WatchAsync(cluster, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The edge of the process: a fault in one line must not end the watch of a kind for good.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _version = null;
            Log.Unforeseen(logger, fault, kind.Type.Kind);
            return new ApiResult(ApiStatus.ServerError) { Message = "A fault in Tagalong itself." };
        }
    }

    private async ValueTask<ApiResult> WatchAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        if (_version is null && _streams)
        {
            _isInitial = true;
            BeginList();
            var answer = await FollowAsync(cluster, "sendInitialEvents=true&resourceVersionMatch=NotOlderThan", cancellationToken).ConfigureAwait(false);
            if (!_isInitial || answer.Status is not (ApiStatus.Invalid or ApiStatus.Ok or ApiStatus.ServerError or ApiStatus.TimedOut))
            {
                return answer;
            }

            // Older API servers refuse this, or do not say when they have shown all that exists.
            _streams = false;
        }

        if (_version is null)
        {
            _isInitial = false;
            var answer = await ListAsync(cluster, cancellationToken).ConfigureAwait(false);
            if (answer.Status != ApiStatus.Ok)
            {
                return answer;
            }
        }

        return await FollowAsync(cluster, $"resourceVersion={Uri.EscapeDataString(_version!)}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What an answer says of how to go on.</summary>
    private void Judge(ApiResult answer)
    {
        var isFault = answer.Status is ApiStatus.ServerError or ApiStatus.TimedOut && _failures >= MostFaults;
        if (answer.Status is ApiStatus.Expired or ApiStatus.Invalid or ApiStatus.NotServed || isFault)
        {
            _version = null;
        }

        if (answer.Status == ApiStatus.NotServed)
        {
            // A cluster that does not know the kind has no objects of it.
            IsListed = true;
        }

        if (answer.Status == ApiStatus.Expired)
        {
            Log.Expired(logger, kind.Type.Kind);
        }
        else if (answer.Status != _lastStatus && answer.Status != ApiStatus.Ok)
        {
            Log.Failed(logger, kind.Type.Kind, answer.Status, answer.Message);
        }

        _lastStatus = answer.Status;
    }

    private async ValueTask<ApiResult> ListAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        BeginList();
        var pages = new ObjectPages(cluster.Connection, kind.Type, ns: "", metadataOnly: false, IsWanted) { KeepsTexts = true };
        string? version = null;
        while (await pages.NextAsync(cancellationToken).ConfigureAwait(false) is { } page)
        {
            if (page.Answer.Status != ApiStatus.Ok)
            {
                return page.Answer;
            }

            // What changed while the later pages were read is then shown by the watch.
            version ??= page.ResourceVersion;
            foreach (var (shown, text) in page.Items.Zip(page.Texts))
            {
                await TellAsync(shown, WithKind(text), cancellationToken).ConfigureAwait(false);
            }
        }

        EndList(version ?? "");
        return new ApiResult(ApiStatus.Ok);

        bool IsWanted(ObjectSnapshot shown)
        {
            NoteListed(shown);
            return IsNews(shown);
        }
    }

    private ValueTask<ApiResult> FollowAsync(Cluster cluster, string from, CancellationToken cancellationToken)
    {
        var lifetime = options.Lifetime * (1 + random.NextDouble());
        var query = string.Create(CultureInfo.InvariantCulture, $"{from}&allowWatchBookmarks=true&timeoutSeconds={(int)Math.Ceiling(lifetime.TotalSeconds)}");
        return cluster.Connection.WatchAsync(kind.Type, query, lifetime + Grace, TakeAsync, cancellationToken);
    }

    private async ValueTask<ApiResult?> TakeAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        try
        {
            var read = WatchLine.Read(line.Span);
            var text = line[read.Object];
            switch (read.Type)
            {
                case "ADDED" or "MODIFIED" or "DELETED" when ObjectReader.Read(text.Span) is { Snapshot: { } shown }:
                    await TakeAsync(read.Type, shown, text, cancellationToken).ConfigureAwait(false);
                    break;
                case "BOOKMARK":
                    TakeBookmark(text.Span);
                    break;
                case "ERROR":
                    return Error(text.Span);
                default:
                    return new ApiResult(ApiStatus.ServerError) { Message = "A line of the watch shows no object." };
            }

            _hasProgress = true;
            return null;
        }
        catch (Exception fault) when (JsonText.IsFault(fault))
        {
            return new ApiResult(ApiStatus.ServerError) { Message = $"A line of the watch cannot be read. {fault.Message}" };
        }
    }

    private async ValueTask TakeAsync(string type, ObjectSnapshot shown, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        NoteListed(shown);
        if (type == "DELETED")
        {
            _known.Forget(shown);
        }
        else if (IsNews(shown))
        {
            await TellAsync(shown, text.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        if (!_isInitial)
        {
            _version = shown.ResourceVersion;
        }
    }

    private void TakeBookmark(ReadOnlySpan<byte> shown)
    {
        var (version, endsInitialEvents) = WatchLine.ReadBookmark(shown);
        if (_isInitial && endsInitialEvents)
        {
            EndList(version);
        }
        else if (!_isInitial)
        {
            _version = version;
        }
    }

    private ApiResult Error(ReadOnlySpan<byte> status)
    {
        var code = WatchLine.ReadCode(status);
        _version = null;
        return new ApiResult(code == 410 ? ApiStatus.Expired : ApiStatus.ServerError) { Message = $"The watch ended with HTTP {code}." };
    }

    private void BeginList()
    {
        _known.BeginList();
        _listed = 0;
    }

    private void NoteListed(ObjectSnapshot shown)
    {
        _known.Listed(shown);
        _listed++;
    }

    private void EndList(string version)
    {
        _known.EndList();
        (_version, _isInitial, IsListed) = (version, false, true);
        Log.Listed(logger, kind.Type.Kind, _known.Count, waiting.Count);
        if (_listed >= ManyObjects)
        {
            // A process that from here on waits for single changes would keep what the list took for hours.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private bool IsNews(ObjectSnapshot shown)
    {
        var isNews = kind.MayMatter(shown, policy) && !_known.IsSame(shown, kind.HashOf(shown));
        measurements.Seen(kind, isNews);
        return isNews;
    }

    /// <summary>Remembered only once it waits: what was called off before is told of the next time.</summary>
    private async ValueTask TellAsync(ObjectSnapshot shown, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var told = new RelayedEvent(
            !_known.Knows(shown), shown.Reference, kind.Type, shown.ResourceVersion, _cluster, time.GetUtcNow(), text);
        await waiting.AddAsync(told, cancellationToken).ConfigureAwait(false);
        _known.Remember(shown, kind.HashOf(shown));
    }

    /// <summary>The items of a built-in kind's list do not say what they are.</summary>
    private ReadOnlyMemory<byte> WithKind(ReadOnlyMemory<byte> item) => ObjectReader.Read(item.Span).Snapshot is not null
        ? item
        : (byte[])[.. System.Text.Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{kind.Type.ApiVersion}}","kind":"{{kind.Type.Kind}}","""), .. item.Span[1..]];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "All objects of kind {Kind} were looked at: {Count} are remembered, {Waiting} wait to be sent; changes are watched from here on.")]
        public static partial void Listed(ILogger logger, string kind, int count, int waiting);

        [LoggerMessage(2, LogLevel.Information, "The API server no longer knows where the watch of kind {Kind} was; all objects are looked at again.")]
        public static partial void Expired(ILogger logger, string kind);

        [LoggerMessage(3, LogLevel.Warning, "The watch of kind {Kind} failed ({Status}) and is tried again. {Message}")]
        public static partial void Failed(ILogger logger, string kind, ApiStatus status, string? message);

        [LoggerMessage(4, LogLevel.Error, "The watch of kind {Kind} met a fault in Tagalong; all objects are looked at again.")]
        public static partial void Unforeseen(ILogger logger, Exception fault, string kind);
    }
}
