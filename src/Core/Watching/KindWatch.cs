using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>Keeps the watch of one kind running: begins it again when it ends, and waits longer each time it fails.</summary>
internal sealed partial class KindWatch(
    WatchedKind kind,
    KindStream stream,
    Func<Cluster?> findCluster,
    WatchOptions options,
    RelayMeasurements measurements,
    TimeProvider time,
    Random random,
    ILogger logger)
{
    /// <summary>After so many errors of the API server in a row, the resource version may be the cause.</summary>
    private const int MostErrors = 3;

    /// <summary>A watch that ends sooner than this without an event counts as a failure.</summary>
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(1);

    private readonly ExponentialBackoff _backoff = new(options.RetryDelay, options.LongestRetryDelay, random);
    private long _lastProgress = time.GetTimestamp();
    private int _failures;
    private ApiStatus _lastStatus;

    public GroupKind Kind => kind.Type.GroupKind;

    /// <inheritdoc cref="KindStream.IsListed"/>
    public bool IsListed => stream.IsListed;

    /// <inheritdoc cref="KindStream.Version"/>
    public string? Version => stream.Version;

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            RestartIfSilent();
            var (result, hasProgress) = await TryAsync(cancellationToken).ConfigureAwait(false);
            measurements.Ended(kind, result.Status);
            _lastProgress = hasProgress || result.Status != ApiStatus.Ok ? time.GetTimestamp() : _lastProgress;
            var isGood = result.Status == ApiStatus.Ok && (hasProgress || time.GetElapsedTime(started) >= ShortestWatch);
            _failures = isGood ? 0 : hasProgress ? 1 : _failures + 1;
            if (result.Status is ApiStatus.ServerError or ApiStatus.TimedOut && _failures >= MostErrors)
            {
                stream.Restart();
            }

            Report(result);
            if (!isGood)
            {
                var wait = result.Status == ApiStatus.NotServed ? options.LongestRetryDelay : _backoff.After(_failures, result.RetryAfter);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// An API server sends bookmarks each minute. One whose etcd was restored from a backup sends nothing to a watch from a version that it has not reached yet.
    /// </summary>
    private void RestartIfSilent()
    {
        if (time.GetElapsedTime(_lastProgress) >= options.Lifetime)
        {
            stream.Restart();
            _lastProgress = time.GetTimestamp();
        }
    }

    private async ValueTask<(ApiResult Result, bool HasProgress)> TryAsync(CancellationToken cancellationToken)
    {
        var cluster = findCluster();
        using var lease = cluster?.TryBeginWatch() ?? default;
        if (cluster is null || !lease.IsAcquired)
        {
            return (new ApiResult(ApiStatus.Unreachable) { Message = "There is no connection to the cluster yet." }, false);
        }

        try
        {
            return (await stream.ReadAsync(cluster, cancellationToken).ConfigureAwait(false), stream.HasProgress);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The edge of the process: a bug that one object brings to light must not end the watch for good.
            stream.Restart();
            Log.Crashed(logger, exception, kind.Type.Kind);
            return (new ApiResult(ApiStatus.ServerError) { Message = "Tagalong failed; see its log." }, stream.HasProgress);
        }
    }

    /// <summary>Logs a failure, once until the status changes.</summary>
    private void Report(ApiResult result)
    {
        if (result.Status == ApiStatus.Expired)
        {
            Log.Expired(logger, kind.Type.Kind);
        }
        else if (result.Status != _lastStatus && result.Status != ApiStatus.Ok)
        {
            Log.Failed(logger, kind.Type.Kind, result.Status, result.Message is null ? "" : $" {result.Message}");
        }

        _lastStatus = result.Status;
    }

    private static partial class Log
    {
        [LoggerMessage(1157, LogLevel.Information, "The watch of kind {Kind} expired at the API server; all objects are listed again.")]
        public static partial void Expired(ILogger logger, string kind);

        [LoggerMessage(1158, LogLevel.Warning, "The watch of kind {Kind} failed ({Status}) and is started again.{Message}")]
        public static partial void Failed(ILogger logger, string kind, ApiStatus status, string message);

        [LoggerMessage(1159, LogLevel.Error, "The watch of kind {Kind} ended, because Tagalong failed; all objects are listed again.")]
        public static partial void Crashed(ILogger logger, Exception exception, string kind);
    }
}
