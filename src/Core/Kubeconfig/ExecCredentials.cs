using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Kubeconfig;

/// <summary>
/// The credentials of a credential plugin. They are used until they expire or the API server rejects them; then the plugin is run again, once for
/// all callers.
/// </summary>
internal sealed class ExecCredentials : IApiCredentials, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(10);

    private readonly ExecPlugin _plugin;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RefreshedValue<Obtained, string> _obtained;
    private readonly Lock _lock = new();
    private long? _renewedAt;

    public ExecCredentials(ExecPlugin plugin, TimeProvider time)
    {
        (_plugin, _time) = (plugin, time);
        _obtained = new(RunAsync, Longest, time, _stopping.Token) { IsUsable = obtained => !obtained.IsRejected && !(time.GetUtcNow() >= obtained.ExpiresAt) };
    }

    public TimeSpan? TimeLimit => Longest + TimeSpan.FromSeconds(1);

    public async ValueTask<ApiCredential> GetAsync(CancellationToken cancellationToken)
    {
        var fetched = await _obtained.GetAsync(cancellationToken).ConfigureAwait(false);
        return fetched.Value?.Credential ?? throw new CredentialException(fetched.Error!);
    }

    /// <remarks>
    /// At most once each 10 seconds: an API server that rejects everything must not run the plugin with each call.
    /// </remarks>
    public bool Forget(ApiCredential rejected)
    {
        lock (_lock)
        {
            if (_obtained.Value is not { } obtained || obtained.Credential != rejected)
            {
                return true;
            }

            if (!obtained.IsRejected)
            {
                if (_renewedAt is { } at && _time.GetElapsedTime(at) < RenewalInterval)
                {
                    return false;
                }

                _renewedAt = _time.GetTimestamp();
                obtained.IsRejected = true;
                _obtained.Expire();
            }

            return true;
        }
    }

    /// <remarks>Not disposed: the plugin may be running, and it has no timer.</remarks>
    public void Dispose() => _stopping.Cancel();

    private async Task<Fetched<Obtained, string>> RunAsync(Obtained? current, CancellationToken cancellationToken)
    {
        try
        {
            var output = await ExecProcess.RunAsync(_plugin, cancellationToken).ConfigureAwait(false);
            var (credential, expiresAt) = ExecCredentialJson.Read(output, _plugin.ApiVersion, _plugin.Command);
            return new(new Obtained(credential, expiresAt), null, RefreshAfter(expiresAt));
        }
        catch (CredentialException exception)
        {
            return new(null, exception.Message, RetryDelay);
        }
        catch (OperationCanceledException)
        {
            return new(null, $"The credential plugin {_plugin.Command} did not end within {Longest.TotalSeconds:0} s.", RetryDelay);
        }
    }

    private TimeSpan RefreshAfter(DateTimeOffset? expiresAt) =>
        expiresAt is not { } at ? TimeSpan.MaxValue
        : at - _time.GetUtcNow() is var left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    private sealed class Obtained(ApiCredential credential, DateTimeOffset? expiresAt)
    {
        private volatile bool _isRejected;

        public ApiCredential Credential { get; } = credential;

        public DateTimeOffset? ExpiresAt { get; } = expiresAt;

        public bool IsRejected { get => _isRejected; set => _isRejected = value; }
    }
}
