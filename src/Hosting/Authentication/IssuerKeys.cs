using System.Security.Cryptography;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Tagalong.Core.Concurrency;

namespace Tagalong.Hosting.Authentication;

/// <summary>
/// An issuer's keys, cached: one fetch at a time, at most one in <see cref="PauseAfterSuccess"/>, in the background when they
/// are older than <see cref="SenderOptions.KeyRefresh"/>, and usable up to <see cref="SenderOptions.KeyLifetime"/>. The number of
/// requests that wait for a fetch is bounded, and a key that the issuer does not have is not asked for again at once.
/// </summary>
/// <remarks>
/// The library's <c>ConfigurationManager</c> cannot do this. After a token with an unknown key it refreshes in the background
/// and goes on with the old keys, so that the sender would get a final 401 for a good token and drop its event; it keeps old
/// keys indefinitely; and it has its own clock and refreshes at random times, five minutes apart at least.
/// </remarks>
internal sealed partial class IssuerKeys(
    string name, Func<CancellationToken, Task<OpenIdConnectConfiguration>> fetch, SenderOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>The minimum time between a successful fetch and the next, regardless of the tokens received.</summary>
    public static readonly TimeSpan PauseAfterSuccess = TimeSpan.FromSeconds(5);

    /// <summary>The minimum time between a failed fetch and the next.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>How long one fetch may take.</summary>
    public static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a key that the issuer did not have is not asked for again.</summary>
    public static readonly TimeSpan PauseAfterUnknownKey = TimeSpan.FromMinutes(1);

    private const int MostWaiting = 32;
    private const int MostUnknownKeys = 1000;
    private const int LongestKeyId = 256;

    private readonly Lock _lock = new();
    private readonly BoundedMap<string, long> _unknownKeys = new(MostUnknownKeys);
    private int _waiting;
    private (OpenIdConnectConfiguration Keys, long FetchedAt)? _known;
    private Task? _fetching;
    private (long At, TimeSpan Length)? _pause;

    /// <summary>The keys that were fetched already, or null while there are none.</summary>
    public OpenIdConnectConfiguration? Known
    {
        get
        {
            var known = Usable();
            if (known is { FetchedAt: var at } && time.GetElapsedTime(at) > options.KeyRefresh)
            {
                _ = FetchAsync();
            }

            return known?.Keys;
        }
    }

    /// <summary>Keys that were fetched after the given ones, or null if there are none.</summary>
    /// <remarks>So a token is rejected only by keys that were fetched after it came.</remarks>
    /// <param name="old">The keys that are known, or null.</param>
    /// <param name="keyId">The id of the key that is wanted, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<OpenIdConnectConfiguration?> GetNewerAsync(
        OpenIdConnectConfiguration? old, string? keyId, CancellationToken cancellationToken)
    {
        var isNamed = keyId is { Length: > 0 and <= LongestKeyId };
        if (isNamed && _unknownKeys.TryGet(keyId!, out var asked) && time.GetElapsedTime(asked) < PauseAfterUnknownKey)
        {
            return null;
        }

        if (Newer() is null)
        {
            await FetchAsync(cancellationToken);
        }

        if (Newer() is not { } newer)
        {
            return null;
        }

        if (isNamed && !newer.SigningKeys.Any(key => key.KeyId == keyId))
        {
            _unknownKeys.Set(keyId!, time.GetTimestamp());
        }

        return newer;

        OpenIdConnectConfiguration? Newer() => Usable() is { } known && !ReferenceEquals(known.Keys, old) ? known.Keys : null;
    }

    private async ValueTask FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) <= MostWaiting)
            {
                await FetchAsync().WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private (OpenIdConnectConfiguration Keys, long FetchedAt)? Usable()
    {
        lock (_lock)
        {
            return _known is { } known && time.GetElapsedTime(known.FetchedAt) <= options.KeyLifetime ? known : null;
        }
    }

    /// <summary>One fetch for all callers, none during a pause. Never throws.</summary>
    private Task FetchAsync()
    {
        lock (_lock)
        {
            return _pause is { } pause && time.GetElapsedTime(pause.At) < pause.Length
                ? Task.CompletedTask
                : _fetching ??= Task.Run(FetchOnceAsync);
        }
    }

    private async Task FetchOnceAsync()
    {
        OpenIdConnectConfiguration? keys = null;
        try
        {
            using var limit = new CancellationTokenSource(FetchTimeout, time);
            keys = await fetch(limit.Token);
            Log.Fetched(logger, name, keys.SigningKeys.Count, keys.Issuer);
        }
        catch (OperationCanceledException)
        {
            Log.NotFetched(logger, name, $"no response within {FetchTimeout.TotalSeconds} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException
            or CryptographicException or FormatException)
        {
            Log.NotFetched(logger, name, error.InnerException is { } cause ? $"{error.Message} {cause.Message}" : error.Message);
        }
        finally
        {
            lock (_lock)
            {
                _known = keys is null ? _known : (keys, time.GetTimestamp());
                _pause = (time.GetTimestamp(), keys is null ? PauseAfterFailure : PauseAfterSuccess);
                _fetching = null;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Information, "Fetched the signing keys of Tagalong:Senders:Issuers:{Name}: {Count} of issuer {Issuer}.")]
        public static partial void Fetched(ILogger logger, string name, int count, string issuer);

        [LoggerMessage(2001, LogLevel.Warning, "Could not fetch the signing keys of Tagalong:Senders:Issuers:{Name}: {Error}")]
        public static partial void NotFetched(ILogger logger, string name, string error);
    }
}
