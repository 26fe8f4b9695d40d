using System.Security.Cryptography;

namespace Tagalong.Hosting.Authentication;

/// <summary>
/// An issuer's keys, remembered: fetched by one at a time, at most once in <see cref="PauseAfterSuccess"/>, beside the work
/// when they grow old, and used for a while yet when the issuer is down.
/// </summary>
internal sealed partial class IssuerKeys(
    string name, Func<CancellationToken, Task<KeySet>> fetch, SenderOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>How long the issuer is left in peace after it gave its keys, whatever tokens come.</summary>
    public static readonly TimeSpan PauseAfterSuccess = TimeSpan.FromSeconds(5);

    /// <summary>How long it is left in peace after it failed to.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to give them.</summary>
    public static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Known? _known;
    private Task? _fetching;
    private (long At, TimeSpan Length)? _pause;

    /// <summary>The keys, or null while they cannot be had.</summary>
    public async ValueTask<KeySet?> GetAsync(CancellationToken cancellationToken)
    {
        var known = Usable();
        if (known is null)
        {
            await FetchAsync().WaitAsync(cancellationToken);
            return Usable()?.Keys;
        }

        if (time.GetElapsedTime(known.FetchedAt) > options.KeyRefresh)
        {
            _ = FetchAsync();
        }

        return known.Keys;
    }

    /// <summary>Keys that are newer than those given, or null while they cannot be had.</summary>
    /// <remarks>So a signature is called wrong only by keys that were fetched after the token came.</remarks>
    public async ValueTask<KeySet?> GetNewerAsync(KeySet old, CancellationToken cancellationToken)
    {
        if (Newer() is null)
        {
            await FetchAsync().WaitAsync(cancellationToken);
        }

        return Newer();

        KeySet? Newer() => Usable() is { } known && !ReferenceEquals(known.Keys, old) ? known.Keys : null;
    }

    private Known? Usable()
    {
        lock (_lock)
        {
            return _known is { } known && time.GetElapsedTime(known.FetchedAt) <= options.KeyLifetime ? known : null;
        }
    }

    /// <summary>One fetch for everybody who waits, none while the issuer is left in peace. Never fails.</summary>
    private Task FetchAsync()
    {
        lock (_lock)
        {
            if (_pause is { } pause && time.GetElapsedTime(pause.At) < pause.Length)
            {
                return Task.CompletedTask;
            }

            return _fetching ??= Task.Run(FetchOnceAsync);
        }
    }

    private async Task FetchOnceAsync()
    {
        KeySet? keys = null;
        try
        {
            using var limit = new CancellationTokenSource(FetchTimeout, time);
            keys = await fetch(limit.Token);
            Log.Fetched(logger, keys.Keys.Count, name, keys.Issuer);
        }
        catch (OperationCanceledException)
        {
            Log.NotFetched(logger, name, $"no answer within {FetchTimeout.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException
            or CryptographicException)
        {
            Log.NotFetched(logger, name, fault.InnerException is { } cause ? $"{fault.Message} {cause.Message}" : fault.Message);
        }
        finally
        {
            lock (_lock)
            {
                _known = keys is null ? _known : new Known(keys, time.GetTimestamp());
                _pause = (time.GetTimestamp(), keys is null ? PauseAfterFailure : PauseAfterSuccess);
                _fetching = null;
            }
        }
    }

    private sealed record Known(KeySet Keys, long FetchedAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Fetched {Count} keys of Tagalong:Senders:Issuers:{Name}, whose tokens are issued by {Issuer}.")]
        public static partial void Fetched(ILogger logger, int count, string name, string issuer);

        [LoggerMessage(2, LogLevel.Warning, "The keys of Tagalong:Senders:Issuers:{Name} could not be fetched: {Cause}")]
        public static partial void NotFetched(ILogger logger, string name, string cause);
    }
}
