using System.Net;
using System.Net.Http.Headers;
using CloudNative.CloudEvents.Http;
using Microsoft.Extensions.Options;
using Tagalong.Core.Azure;
using Tagalong.Core.Credentials;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.Watching;

/// <summary>Posts each change as a CloudEvent over HTTP.</summary>
internal sealed class HttpEventSink : IEventSink, IDisposable
{
    private readonly Uri _sink;
    private readonly WatchOptions _options;
    private readonly IReadOnlyDictionary<string, string> _overrides;
    private readonly EntraTokens _tokens;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;

    public HttpEventSink(IConfiguration configuration, IOptions<WatchOptions> options, EntraTokens tokens, TimeProvider time)
    {
        (_options, _tokens, _time) = (options.Value, tokens, time);
        _sink = new Uri(WatchChecks.SinkOf(_options, configuration));
        _overrides = CloudEventOverrides.Read(configuration).Extensions;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });
    }

    public async ValueTask<SinkResult> SendAsync(RelayedEvent told, CancellationToken cancellationToken)
    {
        try
        {
            var (token, fault) = await TokenAsync(cancellationToken);
            if (fault is not null)
            {
                return new SinkResult(SinkStatus.Retry, fault);
            }

            using var message = await ToMessageAsync(told, token, cancellationToken);
            using var response = await _client.SendAsync(message, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized && _options.SinkTokenScope.Length > 0)
            {
                _tokens.Refused(_options.SinkTokenScope);
            }

            return AnswerOf(response);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return new SinkResult(SinkStatus.Retry, fault.Message);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // Connecting took too long, of which .NET speaks as of something that was called off.
            return new SinkResult(SinkStatus.Retry, late.InnerException?.Message ?? late.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// What a status says of this event for good, and what may be the fault of a key, an address or the sink itself, which
    /// somebody will put right.
    /// </summary>
    private SinkResult AnswerOf(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            >= 200 and < 300 => new SinkResult(SinkStatus.Accepted),
            400 or 406 or 411 or 413 or 414 or 415 or 422 or 431 => new SinkResult(SinkStatus.Rejected, $"It answered {status}."),
            _ => new SinkResult(SinkStatus.Retry, $"It answered {status}.", RetryAfterOf(response)),
        };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };

    private async ValueTask<HttpRequestMessage> ToMessageAsync(RelayedEvent told, AuthenticationHeaderValue? token, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _sink)
        {
            Content = _options.SinkMode switch
            {
                SinkMode.Binary => Json("application/json", told.Body),
                SinkMode.Structured => Json("application/cloudevents+json", told.ToJson(_overrides)),
            },
        };
        if (_options.SinkMode == SinkMode.Binary)
        {
            foreach (var (name, value) in told.AttributesWith(_overrides))
            {
                message.Headers.TryAddWithoutValidation($"ce-{name}", HttpUtilities.EncodeHeaderValue(value));
            }
        }

        if (_options.SinkKeyFile.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("X-Api-Key", await SecretFile.ReadAsync(_options.SinkKeyFile, cancellationToken));
        }

        message.Headers.Authorization = token;
        return message;
    }

    private async ValueTask<(AuthenticationHeaderValue? Token, string? Fault)> TokenAsync(CancellationToken cancellationToken) => _options switch
    {
        { SinkTokenScope: { Length: > 0 } scope } => await _tokens.GetAsync(scope, cancellationToken),
        { SinkTokenFile: { Length: > 0 } path } => (new AuthenticationHeaderValue("Bearer", await SecretFile.ReadAsync(path, cancellationToken)), null),
        _ => (null, null),
    };

    private static ReadOnlyMemoryContent Json(string type, ReadOnlyMemory<byte> body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
