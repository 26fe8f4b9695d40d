using System.Net.Sockets;

namespace Tagalong.FunctionsHost.Http;

/// <summary>Tries to reach a worker's server ten times: right after loading it may not listen yet.</summary>
internal sealed class ConnectionRetries(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxAttempts = 10;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException error) when (attempt < MaxAttempts && error.InnerException is SocketException)
            {
                await Task.Delay(Delay * attempt, TimeProvider.System, cancellationToken);
            }
        }
    }
}
