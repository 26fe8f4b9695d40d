using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>
/// The door to Azure: one credential, one token for all clusters and one client of the Resource Manager for the process, which
/// are made when something needs them first.
/// </summary>
public sealed class AzureAccess(IOptions<AzureOptions> options, TimeProvider time, ILogger<AzureAccess> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, AksListing> _listings = new(StringComparer.OrdinalIgnoreCase);
    private Connected? _connected;

    /// <summary>How often what is imported is listed again.</summary>
    internal TimeSpan ImportInterval => options.Value.ImportInterval;

    /// <summary>The token that the API servers of AKS accept.</summary>
    /// <exception cref="FormatException">A setting is missing; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal IRenewableToken Token => Connect().Token;

    /// <summary>A token that something else accepts.</summary>
    /// <inheritdoc cref="Token" path="/exception"/>
    internal IRenewableToken TokenFor(string scope) => Connect().TokenFor(scope);

    /// <summary>The way to a cluster.</summary>
    /// <param name="resourceId">Its resource id.</param>
    /// <param name="allowLocalAccounts">Whether its administrator's credentials may be used, if it has no Entra ID.</param>
    /// <param name="connectTimeout">How long its API server is tried to connect to.</param>
    /// <inheritdoc cref="Token" path="/exception"/>
    internal AksRoute RouteTo(string resourceId, bool allowLocalAccounts, TimeSpan connectTimeout)
    {
        var connected = Connect();
        return new AksRoute(
            AksResource.Cluster(resourceId) ?? throw new FormatException($"'{resourceId}' is no resource id of an AKS cluster"),
            allowLocalAccounts, connected.Arm, connected.Token, options.Value, connectTimeout, time, logger);
    }

    /// <summary>The clusters of a subscription: one listing for all who ask.</summary>
    /// <inheritdoc cref="Token" path="/exception"/>
    internal AksListing Subscription(Guid id) => Listing(id.ToString("D"), connected =>
        AksListing.OfSubscription(id, connected.Arm, options.Value, time, logger, _stopping.Token));

    /// <summary>The members of an AKS fleet: one listing for all who ask.</summary>
    /// <inheritdoc cref="Token" path="/exception"/>
    internal AksListing Fleet(AksResource fleet) => Listing(fleet.Id, connected =>
        AksListing.OfFleet(fleet, connected.Arm, options.Value, time, logger, _stopping.Token));

    /// <summary>The credential.</summary>
    /// <inheritdoc cref="Token" path="/exception"/>
    public TokenCredential Credential => Connect().Credential;

    /// <summary>The connections to Azure.</summary>
    /// <inheritdoc cref="Token" path="/exception"/>
    public HttpPipelineTransport Transport => Connect().Transport;

    /// <summary>The settings.</summary>
    public AzureOptions Options => options.Value;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Cancel();

    private AksListing Listing(string key, Func<Connected, AksListing> make)
    {
        var connected = Connect();
        lock (_lock)
        {
            if (!_listings.TryGetValue(key, out var listing))
            {
                _listings.Add(key, listing = make(connected));
            }

            return listing;
        }
    }

    private Connected Connect()
    {
        lock (_lock)
        {
            return _connected ??= Connected.Of(options.Value, time, logger, _stopping.Token);
        }
    }

    private sealed record Connected(TokenCredential Credential, HttpPipelineTransport Transport, ArmClient Arm, EntraToken Token, Func<string, EntraToken> TokenFor)
    {
        public static Connected Of(AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
        {
            var transport = AzureTransport.Create(options);
            var credential = AzureCredentials.Create(options, transport);
            EntraToken TokenFor(string scope) => new(scope, credential, options, time, logger, stopping);
            return new Connected(credential, transport, new ArmClient(credential, transport, options, time), TokenFor(EntraToken.AksScope), TokenFor);
        }
    }
}
