using System.Net;
using System.Net.Http.Headers;
using CloudNative.CloudEvents.Http;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Watching;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>Posts CloudEvents to a sink over HTTP.</summary>
internal sealed class CloudEventHttpClient : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly TimeProvider _time;

    /// <param name="time">The clock.</param>
    /// <param name="customize">Changes the handler, or null.</param>
    public CloudEventHttpClient(TimeProvider time, Action<SocketsHttpHandler>? customize = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),

            // .NET's own span would show the sink's path, which may hold a secret; the event carries its trace in an extension.
            ActivityHeadersPropagator = null,
        };
        customize?.Invoke(handler);
        (_client, _time) = (new HttpMessageInvoker(handler), time);
    }

    /// <summary>A request in binary mode: attributes as headers, JSON data as the body.</summary>
    public static HttpRequestMessage Binary(Uri sink, IEnumerable<(string Name, string Value)> attributes, ReadOnlyMemory<byte> data)
    {
        var message = Post(sink, "application/json", data);
        foreach (var (name, value) in attributes)
        {
            message.Headers.TryAddWithoutValidation($"ce-{name}", HttpUtilities.EncodeHeaderValue(value));
        }

        return message;
    }

    /// <summary>A request in structured mode: the whole event as JSON.</summary>
    public static HttpRequestMessage Structured(Uri sink, ReadOnlyMemory<byte> json) => Post(sink, "application/cloudevents+json", json);

    /// <summary>Sends a request.</summary>
    /// <param name="message">The request.</param>
    /// <param name="onUnauthorized">Called when the sink does not accept the credentials (401), or null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<SinkResult> SendAsync(HttpRequestMessage message, Action? onUnauthorized, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                onUnauthorized?.Invoke();
            }

            return ResultOf(response);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new SinkResult(SinkStatus.Retry, error.Message);
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            // .NET reports a connection timeout as a cancellation.
            return new SinkResult(SinkStatus.Retry, timeout.InnerException?.Message ?? timeout.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Post(Uri sink, string type, ReadOnlyMemory<byte> body) => new(HttpMethod.Post, sink)
    {
        Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
    };

    /// <summary>
    /// Some statuses reject this event for good. All others, 401 and 403 among them, may come from a key, an address or the
    /// sink itself, which an operator will correct.
    /// </summary>
    private SinkResult ResultOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new SinkResult(SinkStatus.Accepted),
        400 or 406 or 411 or 413 or 414 or 415 or 422 or 431 => new SinkResult(SinkStatus.Rejected, $"The sink responded {(int)response.StatusCode}."),
        _ => new SinkResult(SinkStatus.Retry, $"The sink responded {(int)response.StatusCode}.", response.Headers.RetryDelay(_time)),
    };
}
