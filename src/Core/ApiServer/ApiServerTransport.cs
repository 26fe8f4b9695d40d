using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.ApiServer;

/// <summary>The client of one API server: its connections and its credentials. Both follow the files that they come from.</summary>
internal sealed partial class ApiServerTransport : IApiServerLocator
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(10);

    private readonly ApiServerEndpoint _endpoint;
    private readonly Uri _server;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly string[] _files;
    private volatile ServerConnections _connections;
    private ServerConnections? _former;
    private string _stamp;
    private long _checkedAt;
    private string? _lastError;
    private bool _isDisposed;

    /// <exception cref="EndpointException">What is configured does not work; the message says why.</exception>
    public ApiServerTransport(ApiServerEndpoint endpoint, TimeSpan connectTimeout, TimeProvider time, ILogger logger)
    {
        if (!Uri.TryCreate(endpoint.Server, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0)
        {
            // Not quoted: it may contain a password.
            throw new EndpointException("the server is not the URL of an API server, https://… without a user");
        }

        if (server.Scheme != Uri.UriSchemeHttps && (endpoint.Credentials is not null || endpoint.Certificate is not null))
        {
            throw new EndpointException($"there are credentials for '{server}', and Tagalong sends none without TLS; use https, or remove the user");
        }

        // Behind a gateway the API server has a base path; without the slash, its last segment would be dropped from request URLs.
        _server = server.AbsolutePath.EndsWith('/') ? server : new Uri(server.GetLeftPart(UriPartial.Path) + "/");
        (_endpoint, _connectTimeout, _time, _logger) = (endpoint, connectTimeout, time, logger);
        _files = [.. new[] { endpoint.Authority, endpoint.Certificate?.Certificate, endpoint.Certificate?.Key }.Select(static pem => pem?.File).OfType<string>()];
        _stamp = Stamp();
        _checkedAt = time.GetTimestamp();
        try
        {
            _connections = Connections(obtained: null);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new EndpointException(exception.Message, exception);
        }
    }

    /// <inheritdoc cref="IApiCredentials.TimeLimit"/>
    public TimeSpan? CredentialTimeLimit => _endpoint.Credentials?.TimeLimit;

    /// <summary>A request to a path below the server's URL, <c>api/v1/…</c> without a leading slash, without the credentials.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(_server, path))
        {
            Version = _endpoint.Lines is null ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", "tagalong");
        if (_endpoint.Lines is { } lines)
        {
            lines.AddTo(message);
            return message;
        }

        foreach (var (name, value) in _endpoint.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>Adds the credentials to a request.</summary>
    /// <returns>The credentials, or null.</returns>
    /// <exception cref="CredentialException">They cannot be obtained.</exception>
    public async ValueTask<ApiCredential?> AuthenticateAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (_endpoint.Credentials is not { } credentials)
        {
            return null;
        }

        var credential = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        message.Headers.Authorization = credential.Header;
        return credential;
    }

    /// <summary>Sends a request with its credentials, and returns when the response's headers have arrived.</summary>
    /// <exception cref="HttpRequestException">The API server cannot be reached, or its certificate is not trusted.</exception>
    /// <exception cref="CredentialException">The certificate in the credentials cannot be used.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, ApiCredential? credential, CancellationToken cancellationToken)
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= CheckEvery)
        {
            FollowFiles();
        }

        var connections = _connections;
        return (credential?.Certificate is null || connections.Obtained == credential.Certificate ? connections : With(credential.Certificate))
            .SendAsync(message, cancellationToken);
    }

    /// <summary>Discards what the API server rejected.</summary>
    /// <returns>Whether a repeated call has other credentials.</returns>
    public bool Forget(ApiCredential? rejected) =>
        (rejected is not null && _endpoint.Credentials!.Forget(rejected)) | FollowFiles();

    /// <summary>This client: its API server is known. The last connection may have failed because its certificates were rotated.</summary>
    public ValueTask<LocateResult> LocateAsync(CancellationToken cancellationToken)
    {
        FollowFiles();
        return ValueTask.FromResult(new LocateResult(this, default));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _connections.Dispose();
            _former?.Dispose();
        }

        (_endpoint.Credentials as IDisposable)?.Dispose();
    }

    /// <summary>Makes new connections if a file changed; if it cannot be used, the earlier state stays.</summary>
    /// <returns>Whether there are new connections.</returns>
    private bool FollowFiles()
    {
        Volatile.Write(ref _checkedAt, _time.GetTimestamp());
        if (_files.Length == 0)
        {
            return false;
        }

        lock (_lock)
        {
            var stamp = Stamp();
            if (stamp == _stamp)
            {
                return false;
            }

            try
            {
                Replace(Connections(_connections.Obtained));
                (_stamp, _lastError) = (stamp, null);
                Log.Followed(_logger, _server.Host);
                return true;
            }
            catch (Exception exception) when (IsUnreadable(exception))
            {
                if (_lastError != exception.Message)
                {
                    _lastError = exception.Message;
                    Log.Kept(_logger, _server.Host, exception.Message.TrimEnd('.'));
                }

                return false;
            }
        }
    }

    private ServerConnections With(ClientCertificate obtained)
    {
        lock (_lock)
        {
            if (_connections.Obtained != obtained)
            {
                try
                {
                    Replace(Connections(obtained));
                }
                catch (Exception exception) when (IsUnreadable(exception))
                {
                    throw new CredentialException("The client certificate of the credential plugin cannot be used.");
                }
            }

            return _connections;
        }
    }

    /// <summary>Requests that are under way, watches among them, end on the former connections, which are closed with the next change.</summary>
    private void Replace(ServerConnections connections)
    {
        if (_isDisposed)
        {
            connections.Dispose();
            return;
        }

        _former?.Dispose();
        (_former, _connections) = (_connections, connections);
    }

    private ServerConnections Connections(ClientCertificate? obtained) => new(_endpoint, _server, obtained, _connectTimeout);

    private string Stamp() => string.Join('\n', _files.Select(FileStamp.Of));

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or CryptographicException;

    private static partial class Log
    {
        [LoggerMessage(1055, LogLevel.Information, "The certificates for the API server {Server} changed; new connections use them.")]
        public static partial void Followed(ILogger logger, string server);

        [LoggerMessage(1056, LogLevel.Warning, "The changed certificates for the API server {Server} cannot be used, and the earlier ones stay: {Error}.")]
        public static partial void Kept(ILogger logger, string server, string error);
    }
}
