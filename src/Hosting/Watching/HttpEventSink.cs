using System.Net.Http.Headers;
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
    private readonly AzureAccess _azure;
    private readonly CloudEventHttpClient _client;
    private readonly Action? _onUnauthorized;

    public HttpEventSink(IConfiguration configuration, IOptions<WatchOptions> options, AzureAccess azure, TimeProvider time)
    {
        (_options, _azure, _client) = (options.Value, azure, new CloudEventHttpClient(time));
        _sink = new Uri(WatchOptionsValidation.SinkOf(_options, configuration));
        _overrides = CloudEventOverrides.Read(configuration).Extensions;
        _onUnauthorized = _options.SinkTokenScope.Length > 0 ? () => _azure.ForgetToken(_options.SinkTokenScope) : null;
    }

    public async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        using var message = _options.SinkMode switch
        {
            SinkMode.Binary => CloudEventHttpClient.Binary(_sink, cloudEvent.AttributesWith(_overrides), cloudEvent.Body),
            SinkMode.Structured => CloudEventHttpClient.Structured(_sink, cloudEvent.ToJson(_overrides)),
        };
        try
        {
            if (await AuthenticateAsync(message, cancellationToken) is { } error)
            {
                return new SinkResult(SinkStatus.Retry, error);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new SinkResult(SinkStatus.Retry, unreadable.Message);
        }

        return await _client.SendAsync(message, _onUnauthorized, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Adds the credentials for the sink, or returns why there are none now.</summary>
    private async ValueTask<string?> AuthenticateAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (_options.SinkKeyFile.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("X-Api-Key", await SecretFile.ReadAsync(_options.SinkKeyFile, cancellationToken));
        }

        (message.Headers.Authorization, var error) = _options switch
        {
            { SinkTokenScope: { Length: > 0 } scope } => await _azure.GetTokenAsync(scope, cancellationToken),
            { SinkTokenFile: { Length: > 0 } path } => (new AuthenticationHeaderValue("Bearer", await SecretFile.ReadAsync(path, cancellationToken)), null),
            _ => (null, null),
        };
        return error;
    }
}
