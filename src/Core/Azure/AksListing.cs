using Azure.Core;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Azure;

/// <summary>
/// The AKS clusters of a subscription or a fleet, as they were listed last. They are listed in the background, when somebody
/// asks for it; a listing that fails leaves what is known.
/// </summary>
internal sealed partial class AksListing
{
    private const int MaxPages = 200;
    private const int MaxClusters = 10_000;

    private static readonly TimeSpan AskedAgainAfterAFault = TimeSpan.FromSeconds(15);

    private readonly string _what;
    private readonly string _firstPage;
    private readonly string _right;
    private readonly ArmClient _arm;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SharedWork<bool> _asking;
    private readonly Lock _lock = new();
    private volatile AksMembers _members = AksMembers.NotYetKnown;
    private long? _succeededAt;
    private long? _failedAt;
    private TimeSpan _patience;
    private string? _fault;

    private AksListing(string what, string firstPage, string right, ArmClient arm, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_what, _firstPage, _right, _arm, _time, _logger) = (what, firstPage, right, arm, time, logger);
        _asking = new SharedWork<bool>(ListAsync, options.Timeout, time, stopping);
    }

    /// <summary>What was found last.</summary>
    public AksMembers Members => _members;

    /// <summary>The clusters of a subscription.</summary>
    public static AksListing OfSubscription(Guid id, ArmClient arm, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping) => new(
        $"the subscription {id:D}",
        $"subscriptions/{id:D}/providers/Microsoft.ContainerService/managedClusters?api-version={AksRoute.ApiVersion}",
        "Microsoft.ContainerService/managedClusters/read, as in the role Reader",
        arm, options, time, logger, stopping);

    /// <summary>The members of a fleet.</summary>
    public static AksListing OfFleet(AksResource fleet, ArmClient arm, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping) => new(
        $"the AKS fleet {fleet}",
        $"{fleet}/members?api-version=2025-03-01",
        "Microsoft.ContainerService/fleets/members/read, as in the role Reader",
        arm, options, time, logger, stopping);

    /// <summary>Whether what was found last was asked for within a time.</summary>
    public bool IsNewerThan(TimeSpan age)
    {
        lock (_lock)
        {
            return _succeededAt is { } at && _time.GetElapsedTime(at) < age;
        }
    }

    /// <summary>Begins to list the clusters again, if what was found last is older.</summary>
    public void AskIfOlderThan(TimeSpan age)
    {
        lock (_lock)
        {
            if ((_succeededAt is { } at && _time.GetElapsedTime(at) < age) || (_failedAt is { } failed && _time.GetElapsedTime(failed) < _patience))
            {
                return;
            }
        }

        _ = _asking.Join();
    }

    private async Task<bool> ListAsync(CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var found = new List<AksMember>();
        var page = _firstPage;
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MaxPages || found.Count > MaxClusters)
            {
                return Failed(new ApiResult(ApiStatus.ServerError) { Message = $"there are more than {MaxPages} pages or {MaxClusters} clusters" });
            }

            var answer = await _arm.SendAsync(RequestMethod.Get, page, cancellationToken).ConfigureAwait(false);
            if (answer.Body is not { } body)
            {
                return Failed(answer.Fault);
            }

            using (body)
            {
                if (!AksListReader.TryRead(body.Span, found, out page))
                {
                    return Failed(new ApiResult(ApiStatus.ServerError) { Message = "its answer makes no sense" });
                }
            }
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name) is not 0 and var byName ? byName : string.CompareOrdinal(one.ResourceId, other.ResourceId));
        Succeeded(found, begun);
        return true;
    }

    private void Succeeded(List<AksMember> found, long begun)
    {
        lock (_lock)
        {
            (_succeededAt, _failedAt, _fault) = (begun, null, null);
            if (!_members.IsKnown || !_members.All.SequenceEqual(found))
            {
                _members = new AksMembers([.. found]);
                Log.Listed(_logger, found.Count, _what);
            }
        }
    }

    private bool Failed(ApiResult answer)
    {
        var fault = $"{answer.Message}{(answer.Status is ApiStatus.Forbidden ? $"; the identity needs the right {_right}" : "")}.";
        lock (_lock)
        {
            (_failedAt, _patience) = (_time.GetTimestamp(), answer.RetryAfter > AskedAgainAfterAFault ? answer.RetryAfter.Value : AskedAgainAfterAFault);
            if (fault != _fault)
            {
                _fault = fault;
                Log.Kept(_logger, _what, fault, _members.All.Length);
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The AKS clusters of {What} were listed and are others than before: {Count} are known now.")]
        public static partial void Listed(ILogger logger, int count, string what);

        [LoggerMessage(2, LogLevel.Error, "The AKS clusters of {What} could not be listed: {Fault} The {Count} that are known are served on.")]
        public static partial void Kept(ILogger logger, string what, string fault, int count);
    }
}
