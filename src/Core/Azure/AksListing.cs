using Azure.Core;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Azure;

/// <summary>The AKS clusters of a subscription or a fleet, as listed last. They are listed in the background when a caller asks for it.</summary>
internal sealed partial class AksListing
{
    private const int MaxPages = 200;
    private const int MaxClusters = 10_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(15);

    private readonly string _scope;
    private readonly string _firstPage;
    private readonly string _permission;
    private readonly ArmClient _arm;
    private readonly ILogger _logger;
    private readonly RefreshedValue<IReadOnlyList<AksMember>, string> _members;

    private AksListing(
        string scope, string firstPage, string permission, ArmClient arm, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_scope, _firstPage, _permission, _arm, _logger) = (scope, firstPage, permission, arm, logger);
        _members = new(ListAsync, options.Timeout, time, stopping)
        {
            ErrorChanged = error => Log.ListingFailed(logger, scope, error, Members?.Count ?? 0),
        };
    }

    /// <summary>The clusters that were found last, by name and resource id; null before the first success. A listing that finds others makes another list.</summary>
    public IReadOnlyList<AksMember>? Members => _members.Value;

    /// <summary>The clusters of a subscription.</summary>
    public static AksListing OfSubscription(Guid id, ArmClient arm, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping) => new(
        $"the subscription {id:D}",
        $"subscriptions/{id:D}/providers/Microsoft.ContainerService/managedClusters?api-version={AksLocator.ApiVersion}",
        "Microsoft.ContainerService/managedClusters/read",
        arm, options, time, logger, stopping);

    /// <summary>The members of a fleet.</summary>
    public static AksListing OfFleet(AksResource fleet, ArmClient arm, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping) => new(
        $"the AKS fleet {fleet}",
        $"{fleet}/members?api-version=2025-03-01",
        "Microsoft.ContainerService/fleets/members/read",
        arm, options, time, logger, stopping);

    /// <inheritdoc cref="RefreshedValue{T, TError}.IsNewerThan"/>
    public bool IsNewerThan(TimeSpan age) => _members.IsNewerThan(age);

    /// <inheritdoc cref="RefreshedValue{T, TError}.RefreshIfOlderThan"/>
    public void RefreshIfOlderThan(TimeSpan age) => _members.RefreshIfOlderThan(age);

    private async Task<Fetched<IReadOnlyList<AksMember>, string>> ListAsync(IReadOnlyList<AksMember>? known, CancellationToken cancellationToken)
    {
        var found = new List<AksMember>();
        var next = _firstPage;
        for (var pages = 0; next is not null; pages++)
        {
            if (pages == MaxPages || found.Count > MaxClusters)
            {
                return Failed(new ApiResult(ApiStatus.ServerError) { Message = $"there are more than {MaxPages} pages or {MaxClusters} clusters" });
            }

            var response = await _arm.SendAsync(RequestMethod.Get, next, cancellationToken).ConfigureAwait(false);
            if (response.Body is not { } body)
            {
                return Failed(response.Error);
            }

            using (body)
            {
                if (AzureJson.Read(body.Span, AzureJson.Default.ArmResourcePage) is not { Value: { } resources } page)
                {
                    return Failed(new ApiResult(ApiStatus.ServerError) { Message = "its response is not a page of resources" });
                }

                found.AddRange(resources.Select(AksMember.Of).OfType<AksMember>());
                next = string.IsNullOrEmpty(page.NextLink) ? null : page.NextLink;
            }
        }

        AksMember[] members =
            [.. found.OrderBy(static member => member.Name, StringComparer.Ordinal).ThenBy(static member => member.ResourceId, StringComparer.Ordinal)];
        if (known?.SequenceEqual(members) == true)
        {
            return new(known, null, TimeSpan.Zero);
        }

        Log.ClustersChanged(_logger, members.Length, _scope);
        return new(members, null, TimeSpan.Zero);
    }

    private Fetched<IReadOnlyList<AksMember>, string> Failed(ApiResult error) => new(
        null,
        error.Status is ApiStatus.Forbidden ? $"{error.Message}; the identity needs the permission {_permission}, which the role Reader has" : error.Message,
        error.RetryAfter > RetryDelay ? error.RetryAfter.Value : RetryDelay);

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Information, "The AKS clusters of {Scope} changed: {Count} are known now.")]
        public static partial void ClustersChanged(ILogger logger, int count, string scope);

        [LoggerMessage(1101, LogLevel.Error, "Listing AKS clusters of {Scope} failed: {Error}. Continuing with the {Count} clusters found earlier.")]
        public static partial void ListingFailed(ILogger logger, string scope, string error, int count);
    }
}
