using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// A bearer token in a file that may be rotated, such as a kubeconfig's <c>tokenFile</c>. It is read again after 10 seconds, and when it was
/// rejected. While the file cannot be read, the earlier token is used.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="fallback">The token until the file was read once, or null.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class TokenFile(string path, string? fallback, TimeProvider time, ILogger logger) : IApiCredentials
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);

    private readonly ApiCredential? _fallback = fallback is null ? null : new ApiCredential(new AuthenticationHeaderValue("Bearer", fallback));
    private volatile Known? _known;
    private string? _lastError;

    public async ValueTask<ApiCredential> GetAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        if (known is null || known.IsRejected || time.GetElapsedTime(known.ReadAt) > ReadEvery)
        {
            _known = known = await ReadAsync(known?.Credential, cancellationToken).ConfigureAwait(false);
        }

        return known.Credential;
    }

    public bool Forget(ApiCredential rejected)
    {
        if (_known is { } known && known.Credential == rejected)
        {
            _known = known with { IsRejected = true };
        }

        return true;
    }

    private async ValueTask<Known> ReadAsync(ApiCredential? before, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        string error;
        try
        {
            var token = await SecretFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            if (FixedCredentials.IsToken(token))
            {
                _lastError = null;
                return new Known(
                    before?.Header!.Parameter == token ? before : new ApiCredential(new AuthenticationHeaderValue("Bearer", token)), readAt, IsRejected: false);
            }

            error = $"The token file {path} does not hold a token.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = $"The token file {path} cannot be read: {exception.Message}";
        }

        if ((before ?? _fallback) is not { } kept)
        {
            throw new CredentialException(error);
        }

        if (Interlocked.Exchange(ref _lastError, error) != error)
        {
            Log.Kept(logger, error);
        }

        return new Known(kept, readAt, IsRejected: false);
    }

    private sealed record Known(ApiCredential Credential, long ReadAt, bool IsRejected);

    private static partial class Log
    {
        [LoggerMessage(1054, LogLevel.Warning, "{Error} The earlier token is used until the file is correct.")]
        public static partial void Kept(ILogger logger, string error);
    }
}
