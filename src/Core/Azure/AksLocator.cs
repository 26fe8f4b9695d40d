using Azure.Core;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.Azure;

/// <summary>
/// Finds an AKS cluster by its resource id. Azure's Resource Manager is asked for server and authority before the first call, and again, in the
/// background, when that server is not reached any more, such as after the cluster was recreated.
/// </summary>
internal sealed partial class AksLocator : IApiServerLocator
{
    /// <summary>The version of the Resource Manager's API for clusters.</summary>
    public const string ApiVersion = "2025-09-01";

    private static readonly TimeSpan RefreshDelay = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelayIfForbidden = TimeSpan.FromSeconds(30);

    private readonly AksResource _cluster;
    private readonly bool _allowLocalAccounts;
    private readonly ArmClient _arm;
    private readonly EntraToken _token;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RefreshedValue<Location, ApiResult> _location;
    private readonly Lock _lock = new();
    private ApiServerTransport? _client;
    private ApiServerTransport? _formerClient;
    private bool _isDisposed;

    public AksLocator(
        AksResource cluster, bool allowLocalAccounts, ArmClient arm, EntraToken token, AzureOptions options, TimeSpan connectTimeout, TimeProvider time, ILogger logger)
    {
        (_cluster, _allowLocalAccounts, _arm, _token, _connectTimeout, _time, _logger) = (cluster, allowLocalAccounts, arm, token, connectTimeout, time, logger);
        _location = new(LookUpAsync, options.Timeout, time, _stopping.Token) { ErrorChanged = error => Log.LookUpFailed(logger, error.Message!) };
    }

    public async ValueTask<LocateResult> LocateAsync(CancellationToken cancellationToken)
    {
        var fetched = await _location.GetAsync(cancellationToken).ConfigureAwait(false);
        return fetched.Value is { } location ? new LocateResult(location.Client, default)
            : new LocateResult(null, fetched.Error with { RetryAfter = fetched.RefreshAfter });
    }

    public void Dispose()
    {
        // Not disposed: a look-up may still use it, and it has no timer.
        _stopping.Cancel();
        lock (_lock)
        {
            _isDisposed = true;
            _client?.Dispose();
            _formerClient?.Dispose();
        }
    }

    private async Task<Fetched<Location, ApiResult>> LookUpAsync(Location? known, CancellationToken cancellationToken)
    {
        var response = await _arm.SendAsync(
            RequestMethod.Post, $"{_cluster}/listClusterUserCredential?api-version={ApiVersion}&format=exec", cancellationToken).ConfigureAwait(false);
        if (response.Body is not { } body)
        {
            return Failed(Explain(response));
        }

        AksKubeconfig? kubeconfig;
        using (body)
        {
            kubeconfig = AksKubeconfig.Read(body.Span);
        }

        return kubeconfig switch
        {
            null => Failed(ApiStatus.ServerError, $"The response of Azure's Resource Manager for {_cluster} is not a kubeconfig with a server and its authority."),
            { UsesEntra: false } when !_allowLocalAccounts => Failed(
                ApiStatus.Forbidden,
                $"The AKS cluster {_cluster} has no Entra ID: Azure returned its administrator's credentials, and they were not used. "
                    + "Enable Entra ID (az aks update --enable-aad), or set the cluster's AllowLocalAccounts."),
            { UsesEntra: false, ClientCertificate: null } or { UsesEntra: false, ClientKey: null } => Failed(
                ApiStatus.Unauthenticated, $"The AKS cluster {_cluster} has no Entra ID, and Azure returned no client certificate for it."),
            _ when kubeconfig == known?.Kubeconfig => new(known, default, RefreshDelay),
            _ => Connect(kubeconfig),
        };
    }

    private Fetched<Location, ApiResult> Connect(AksKubeconfig kubeconfig)
    {
        ApiServerTransport client;
        try
        {
            client = new ApiServerTransport(EndpointOf(kubeconfig), _connectTimeout, _time, _logger);
        }
        catch (EndpointException)
        {
            return Failed(ApiStatus.ServerError, $"The kubeconfig that Azure's Resource Manager returned for {_cluster} does not work.");
        }

        lock (_lock)
        {
            if (_isDisposed)
            {
                client.Dispose();
                return Failed(ApiStatus.Unreachable, $"The AKS cluster {_cluster} was removed.");
            }

            // Calls through the former client may still be running: it is disposed with the next change.
            _formerClient?.Dispose();
            (_formerClient, _client) = (_client, client);
        }

        Log.Found(_logger, _cluster, kubeconfig.Server);
        return new(new Location(kubeconfig, client), default, RefreshDelay);
    }

    private ApiServerEndpoint EndpointOf(AksKubeconfig kubeconfig) => new()
    {
        Server = kubeconfig.Server,
        Authority = PemSource.OfText(kubeconfig.Authority),
        Credentials = kubeconfig.UsesEntra ? _token : null,
        Certificate = kubeconfig is { UsesEntra: false, ClientCertificate: { } certificate, ClientKey: { } key }
            ? new ClientCertificate(PemSource.OfText(certificate), PemSource.OfText(key))
            : null,
    };

    private ApiResult Explain(ArmResult response) => response.Error with
    {
        Message = $"Azure's Resource Manager returned no kubeconfig for the AKS cluster {_cluster}: {response.Error.Message}." + response switch
        {
            { Error.Status: ApiStatus.Forbidden } => " The identity needs the role \"Azure Kubernetes Service Cluster User Role\" there; a new role takes effect after minutes.",
            { StatusCode: 404 } => " Check ResourceId: there is no such cluster, or not any more.",
            _ => "",
        },
    };

    private static Fetched<Location, ApiResult> Failed(ApiStatus status, string message) => Failed(new ApiResult(status) { Message = message });

    private static Fetched<Location, ApiResult> Failed(ApiResult error)
    {
        var delay = error.Status is ApiStatus.Forbidden ? RetryDelayIfForbidden : RetryDelay;
        return new(null, error with { RetryAfter = null }, error.RetryAfter > delay ? error.RetryAfter.Value : delay);
    }

    private sealed record Location(AksKubeconfig Kubeconfig, ApiServerTransport Client);

    private static partial class Log
    {
        [LoggerMessage(1120, LogLevel.Information, "Found the AKS cluster {Cluster} at {Server}.")]
        public static partial void Found(ILogger logger, AksResource cluster, string server);

        [LoggerMessage(1121, LogLevel.Warning, "Looking up an AKS cluster failed: {Error}")]
        public static partial void LookUpFailed(ILogger logger, string error);
    }
}
