using System.Net.Http.Headers;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>
/// The access to Azure: one credential, one token a scope and one client of the Resource Manager for the process. They are made when they are
/// needed first.
/// </summary>
public sealed class AzureAccess(IOptions<AzureOptions> options, TimeProvider time, ILogger<AzureAccess> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, AksListing> _listings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EntraToken> _tokens = new(StringComparer.Ordinal);
    private HttpPipelineTransport? _transport;
    private TokenCredential? _credential;
    private ArmClient? _arm;

    /// <summary>How often imported clusters are listed again.</summary>
    internal TimeSpan ImportInterval => options.Value.ImportInterval;

    private ArmClient Arm => Once(ref _arm, () => new ArmClient(Credential, Transport, options.Value, time));

    /// <summary>The credential.</summary>
    /// <exception cref="FormatException">A setting is missing, which the message names, or a file holds no certificate.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public TokenCredential Credential => Once(ref _credential, () => AzureCredentials.Create(options.Value, Transport));

    /// <summary>The connections to Azure.</summary>
    /// <inheritdoc cref="Credential" path="/exception"/>
    public HttpPipelineTransport Transport => Once(ref _transport, () => AzureTransport.Create(options.Value));

    /// <summary>The settings.</summary>
    public AzureOptions Options => options.Value;

    /// <summary>The token for a scope, as the header <c>Authorization</c> has it. It is cached and renewed before it expires.</summary>
    /// <param name="scope">Such as <c>https://eventgrid.azure.net/.default</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The header, or why there is none and what to check.</returns>
    public async ValueTask<(AuthenticationHeaderValue? Header, string? Error)> GetTokenAsync(string scope, CancellationToken cancellationToken)
    {
        try
        {
            return ((await TokenFor(scope).GetAsync(cancellationToken).ConfigureAwait(false)).Header, null);
        }
        catch (Exception exception) when (exception is CredentialException or FormatException or IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>Discards the token for a scope because it was rejected: the next one is a new one.</summary>
    public void ForgetToken(string scope) => TokenFor(scope).Forget();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Cancel();

    /// <inheritdoc cref="Credential" path="/exception"/>
    internal EntraToken TokenFor(string scope) =>
        Once(_tokens, scope, () => new EntraToken(scope, Credential, options.Value, time, logger, _stopping.Token));

    /// <summary>The locator of a cluster. With local accounts, its administrator's credentials may be used if it has no Entra ID.</summary>
    /// <inheritdoc cref="Credential" path="/exception"/>
    internal AksLocator Locate(string resourceId, bool allowLocalAccounts, TimeSpan connectTimeout) => new(
        AksResource.Cluster(resourceId) ?? throw new FormatException($"'{resourceId}' is not a resource id of an AKS cluster"),
        allowLocalAccounts, Arm, TokenFor(EntraToken.AksScope), options.Value, connectTimeout, time, logger);

    /// <summary>The clusters of a subscription: one listing for all callers.</summary>
    /// <inheritdoc cref="Credential" path="/exception"/>
    internal AksListing Subscription(Guid id) =>
        Once(_listings, id.ToString("D"), () => AksListing.OfSubscription(id, Arm, options.Value, time, logger, _stopping.Token));

    /// <summary>The members of an AKS fleet: one listing for all callers.</summary>
    /// <inheritdoc cref="Credential" path="/exception"/>
    internal AksListing Fleet(AksResource fleet) =>
        Once(_listings, fleet.Id, () => AksListing.OfFleet(fleet, Arm, options.Value, time, logger, _stopping.Token));

    private T Once<T>(ref T? field, Func<T> make)
        where T : class
    {
        lock (_lock)
        {
            return field ??= make();
        }
    }

    private T Once<T>(Dictionary<string, T> known, string key, Func<T> make)
    {
        lock (_lock)
        {
            if (!known.TryGetValue(key, out var value))
            {
                known.Add(key, value = make());
            }

            return value;
        }
    }
}
