using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using k8s;
using k8s.Exceptions;

namespace Tagalong.Core.Azure;

/// <summary>
/// The way to an AKS cluster by its resource id: server and authority are asked of the Resource Manager when the first call
/// is due, and kept; they are asked for again, in the background, when the server that they name is not reached any more, as
/// when a cluster was made anew.
/// </summary>
internal sealed partial class AksRoute : IClusterRoute
{
    /// <summary>The version of the Resource Manager's API for clusters that this speaks.</summary>
    public const string ApiVersion = "2025-09-01";

    private static readonly TimeSpan LookedUpAgainAfter = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AskedAgainAfterAFault = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskedAgainAfterARefusal = TimeSpan.FromSeconds(30);

    private readonly AksResource _cluster;
    private readonly bool _allowLocalAccounts;
    private readonly ArmClient _arm;
    private readonly EntraToken _token;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SharedWork<RouteResult> _lookingUp;
    private readonly Lock _lock = new();
    private AksKubeconfig? _kubeconfig;
    private ApiServerClient? _client;
    private ApiServerClient? _former;
    private ApiResult _fault;
    private long? _lookedUpAt;
    private TimeSpan _patience;
    private string? _complaint;
    private bool _isDisposed;

    public AksRoute(
        AksResource cluster, bool allowLocalAccounts, ArmClient arm, EntraToken token, AzureOptions options, TimeSpan connectTimeout, TimeProvider time, ILogger logger)
    {
        (_cluster, _allowLocalAccounts, _arm, _token, _connectTimeout, _time, _logger) = (cluster, allowLocalAccounts, arm, token, connectTimeout, time, logger);
        _lookingUp = new SharedWork<RouteResult>(LookUpAsync, options.Timeout, time, _stopping.Token);
    }

    /// <inheritdoc/>
    public async ValueTask<RouteResult> FindAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isPatient = _lookedUpAt is { } at && _time.GetElapsedTime(at) < _patience;
            if (_client is { } client)
            {
                if (!isPatient)
                {
                    _ = _lookingUp.Join();
                }

                return new RouteResult(client, default);
            }

            if (isPatient)
            {
                return new RouteResult(null, _fault);
            }
        }

        return await _lookingUp.Join().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Its timer, if it ever had one, ends with it; who still looks up has to find it alive.
        _stopping.Cancel();
        lock (_lock)
        {
            _isDisposed = true;
            _client?.Dispose();
            _former?.Dispose();
        }
    }

    private async Task<RouteResult> LookUpAsync(CancellationToken cancellationToken)
    {
        var answer = await _arm.SendAsync(
            RequestMethod.Post, $"{_cluster}/listClusterUserCredential?api-version={ApiVersion}&format=exec", cancellationToken).ConfigureAwait(false);
        if (answer.Body is not { } body)
        {
            return Failed(Explained(answer));
        }

        AksKubeconfig? found;
        using (body)
        {
            found = AksKubeconfig.Read(body.Span);
        }

        return found switch
        {
            null => Failed(new ApiResult(ApiStatus.ServerError) { Message = $"What Azure's Resource Manager answered for {_cluster} is no kubeconfig with a server and its authority." }),
            { UsesEntra: false } when !_allowLocalAccounts => Failed(new ApiResult(ApiStatus.Forbidden)
            {
                Message = $"The AKS cluster {_cluster} has no Entra ID: what Azure hands out for it are its administrator's credentials, and they were not used. "
                    + "Enable Entra ID there (az aks update --enable-aad), or set the cluster's AllowLocalAccounts.",
            }),
            { UsesEntra: false, ClientCertificate: null } or { UsesEntra: false, ClientKey: null } => Failed(new ApiResult(ApiStatus.Unauthenticated)
            {
                Message = $"The AKS cluster {_cluster} has no Entra ID, and Azure handed out no client certificate for it.",
            }),
            _ => Found(found),
        };
    }

    private RouteResult Found(AksKubeconfig found)
    {
        ApiServerClient? made = null;
        try
        {
            lock (_lock)
            {
                if (_client is null || found != _kubeconfig)
                {
                    made = new ApiServerClient(ToConfiguration(found), _connectTimeout);
                }

                (_fault, _complaint, _lookedUpAt, _patience) = (default, null, _time.GetTimestamp(), LookedUpAgainAfter);
                if (made is not null && !_isDisposed)
                {
                    // What is under way over the former one may still end; it is let go when the next takes this one's place.
                    _former?.Dispose();
                    (_former, _client, _kubeconfig, made) = (_client, made, found, null);
                    Log.Found(_logger, _cluster, found.Server);
                }

                return new RouteResult(_client, default);
            }
        }
        catch (Exception fault) when (fault is KubeConfigException or FormatException or ArgumentException or CryptographicException or IOException)
        {
            return Failed(new ApiResult(ApiStatus.ServerError) { Message = $"What Azure's Resource Manager answered for {_cluster} is no way to a cluster." });
        }
        finally
        {
            made?.Dispose();
        }
    }

    private KubernetesClientConfiguration ToConfiguration(AksKubeconfig found)
    {
        var configuration = new KubernetesClientConfiguration { Host = found.Server, SslCaCerts = [] };
        configuration.SslCaCerts.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(found.Authority)));
        if (configuration.SslCaCerts.Count == 0)
        {
            throw new KubeConfigException("no authority");
        }

        if (found.UsesEntra)
        {
            configuration.TokenProvider = _token;
        }
        else
        {
            (configuration.ClientCertificateData, configuration.ClientCertificateKeyData) = (found.ClientCertificate, found.ClientKey);
        }

        return configuration;
    }

    private ApiResult Explained(ArmResult answer) => answer.Fault with
    {
        Message = $"Azure's Resource Manager does not tell the way to the AKS cluster {_cluster}: {answer.Fault.Message}." + answer switch
        {
            { Fault.Status: ApiStatus.Forbidden } => " The identity needs the role \"Azure Kubernetes Service Cluster User Role\" there; a new role takes minutes to count.",
            { Code: 404 } => " Look at ResourceId: there is no such cluster, or not any more.",
            _ => "",
        },
    };

    /// <summary>A way that was found goes on being tried.</summary>
    private RouteResult Failed(ApiResult fault)
    {
        var patience = fault.Status is ApiStatus.Forbidden ? AskedAgainAfterARefusal : AskedAgainAfterAFault;
        lock (_lock)
        {
            patience = fault.RetryAfter > patience ? fault.RetryAfter.Value : patience;
            (_fault, _lookedUpAt, _patience) = (fault with { RetryAfter = patience }, _time.GetTimestamp(), patience);
            if (_complaint != fault.Message)
            {
                _complaint = fault.Message;
                Log.NotFound(_logger, fault.Message!);
            }

            return _client is { } known ? new RouteResult(known, default) : new RouteResult(null, _fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The AKS cluster {Cluster} was looked up and is at {Server}.")]
        public static partial void Found(ILogger logger, AksResource cluster, string server);

        [LoggerMessage(2, LogLevel.Warning, "An AKS cluster could not be looked up. {Fault}")]
        public static partial void NotFound(ILogger logger, string fault);
    }
}
