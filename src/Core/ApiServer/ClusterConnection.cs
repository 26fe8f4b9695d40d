using System.Net.Http.Headers;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Calls one cluster's API server, in raw UTF-8: nothing but what the rules need is ever built from an answer.
/// </summary>
public sealed class ClusterConnection : IDisposable
{
    private const string Whole = "application/json";
    private const string MetadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private const string ListOfMetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private static readonly MediaTypeHeaderValue ApplyPatch = new("application/apply-patch+yaml");

    private readonly IClusterRoute _route;
    private readonly ApiCallOptions _options;
    private readonly TimeLimit _limit;
    private readonly TimeProvider _time;
    private readonly ApiPipeline _pipeline;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile ApiServerClient? _client;

    internal ClusterConnection(IClusterRoute route, ApiCallOptions options, ClusterLimitOptions limits, TimeProvider time, Random random)
    {
        _route = route;
        _options = options;
        _limit = new TimeLimit(options.AttemptTimeout, time);
        _time = time;
        _pipeline = new ApiPipeline(options, limits, time, random);
    }

    /// <summary>Whether the API server is given up for the moment.</summary>
    public bool IsCircuitOpen => Breaker == CircuitBreakerState.Open;

    /// <summary>Whether the API server is called.</summary>
    public CircuitBreakerState Breaker => _pipeline.Breaker;

    /// <summary>Where the connection, and who works with it, leaves its measurements.</summary>
    internal ClusterMeasurements Measurements { get; init; } = ClusterMeasurements.None;

    /// <summary>Reads an object: whole, or its metadata only.</summary>
    public ValueTask<ApiResult> GetAsync(string path, bool metadataOnly, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(ApiOperation.Read, path, metadataOnly ? MetadataOnly : Whole), cancellationToken);

    /// <summary>
    /// Opens the connection, with credentials and all, so that the first call need not wait for it. It is no call among the
    /// others, and nothing is said of it if it fails: the first call finds out why. Only a way that Azure does not tell is not
    /// asked for again for some seconds, as after any call.
    /// </summary>
    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendOnceAsync(new ApiRequest(ApiOperation.Read, "version", Whole), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The process stops already.
        }
    }

    /// <summary>Applies a patch by server-side apply.</summary>
    /// <param name="path">The object's path, with the query that names the field manager.</param>
    /// <param name="patch">The patch, in JSON. It has to stay as it is until the call is done.</param>
    /// <param name="metadataOnly">Whether the answer is to hold the object's metadata only.</param>
    /// <param name="isConditional">Whether the patch names a resource version, so that to send it again would not help.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public ValueTask<ApiResult> ApplyAsync(
        string path, ReadOnlyMemory<byte> patch, bool metadataOnly, bool isConditional, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest(ApiOperation.Write, path, metadataOnly ? MetadataOnly : Whole) { Patch = patch, IsConditional = isConditional }, cancellationToken);

    /// <summary>Lists one page; <see cref="ObjectPages"/> lists them all.</summary>
    /// <param name="type">What to list.</param>
    /// <param name="ns">The namespace; empty for all, and for cluster-scoped objects.</param>
    /// <param name="next">The token of the page; empty for the first.</param>
    /// <param name="metadataOnly">Whether the objects are to be shown by their metadata only.</param>
    /// <param name="selector">A label selector that the API server is to go by; empty for none.</param>
    /// <param name="isWanted">Which objects to keep.</param>
    /// <param name="keepsTexts">Whether to keep them as the API server wrote them, too.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    internal async ValueTask<ListPage> ListAsync(
        ResourceType type, string ns, string next, bool metadataOnly, string selector, Func<ObjectSnapshot, bool> isWanted, bool keepsTexts, CancellationToken cancellationToken)
    {
        using var body = new ListBody(type, _options.MaxAnswerBytes, isWanted) { KeepsTexts = keepsTexts };
        var path = $"{ObjectPath.OfAll(type, ns)}?limit={_options.PageSize}"
            + (selector.Length > 0 ? $"&labelSelector={Uri.EscapeDataString(selector)}" : "")
            + (next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "");
        var request = new ApiRequest(ApiOperation.List, path, metadataOnly ? ListOfMetadataOnly : Whole) { List = body };
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Status == ApiStatus.Ok
            ? new ListPage(answer, body.Items, Calls: 1) { Texts = body.Texts, ResourceVersion = body.ResourceVersion, Remaining = body.Remaining }
            : new ListPage(answer, [], Calls: 1);
    }

    /// <summary>Follows the changes of all objects of a kind until the watch ends or breaks.</summary>
    /// <remarks>
    /// It is no call among the others: it takes no turn from them, and is neither tried again nor counted against the API
    /// server here.
    /// </remarks>
    /// <param name="type">The kind.</param>
    /// <param name="query">From where on, and how long: the query of the URL, without <c>watch</c>.</param>
    /// <param name="longest">How long the watch may last at most, in case the API server does not end it.</param>
    /// <param name="take">Given each line, which is not to be kept; says how the watch ended, or null to go on.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal async ValueTask<ApiResult> WatchAsync(
        ResourceType type,
        string query,
        TimeSpan longest,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ApiResult?>> take,
        CancellationToken cancellationToken)
    {
        using var body = new WatchBody(_options.MaxAnswerBytes, take);
        var request = new ApiRequest(ApiOperation.List, $"{ObjectPath.OfAll(type, "")}?watch=true&{query}", Whole) { Watch = body, Longest = longest };
        return await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _route.Dispose();
        _pipeline.Dispose();
        _connecting.Dispose();
    }

    private ValueTask<ApiResult> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _pipeline.RunAsync(MeasuredAsync, request, isWrite: request.Operation == ApiOperation.Write, cancellationToken);

    private async ValueTask<ApiResult> MeasuredAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        ApiStatus? status = null;
        try
        {
            var answer = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            status = answer.Status;
            return answer;
        }
        finally
        {
            Measurements.Attempted(NameOf(request.Operation), status?.ToString() ?? "Cancelled", _time.GetElapsedTime(started));
        }
    }

    private async ValueTask<ApiResult> SendOnceAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var limit = _limit.Start(cancellationToken);
        var client = _client;
        try
        {
            if (client is null)
            {
                (client, var fault) = await ConnectAsync(limit.Token).ConfigureAwait(false);
                if (client is null)
                {
                    return fault;
                }
            }

            var answer = await ExchangeAsync(client, request, limit).ConfigureAwait(false);
            if (answer.Status == ApiStatus.Unauthenticated && client.Token is { } token)
            {
                // It may have been rotated, or withdrawn, since it was had.
                token.Forget();
                answer = await ExchangeAsync(client, request, limit).ConfigureAwait(false);
            }

            return request.IsConditional && answer.Status == ApiStatus.Conflict ? answer with { Status = ApiStatus.Outdated } : answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // By the limit here, or by that of a connection that does not come about.
            return new ApiResult(ApiStatus.TimedOut)
            {
                Message = request.Watch is null
                    ? $"The API server did not answer within {_options.AttemptTimeout.TotalSeconds:0.###} s."
                    : "The API server did not begin the watch, or did not end it, in time.",
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // The way may be another by now: the next call asks for it.
            Interlocked.CompareExchange(ref _client, null, client);
            return new ApiResult(ApiStatus.Unreachable) { Message = $"The connection to the API server failed: {Innermost(fault)}" };
        }
    }

    /// <summary>Finds the way to the API server, once for all who ask at the same time.</summary>
    private async ValueTask<(ApiServerClient? Client, ApiResult Fault)> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_client is { } already)
            {
                return (already, default);
            }

            var (found, fault) = await _route.FindAsync(cancellationToken).ConfigureAwait(false);
            return (_client = found, fault);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async ValueTask<ApiResult> ExchangeAsync(ApiServerClient client, ApiRequest request, TimeLimit.Running limit)
    {
        using var message = client.Request(request.Operation == ApiOperation.Write ? HttpMethod.Patch : HttpMethod.Get, request.Path);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (!request.Patch.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Patch) { Headers = { ContentType = ApplyPatch } };
        }

        if (await AuthenticateAsync(client, message, limit.Token).ConfigureAwait(false) is { } complaint)
        {
            return new ApiResult(ApiStatus.Unauthenticated) { Message = complaint };
        }

        using var response = await client.SendAsync(message, limit.Token).ConfigureAwait(false);
        if (request.Watch is { } watch && response.IsSuccessStatusCode)
        {
            limit.Extend(request.Longest);
            return await watch.ReadAsync(await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false), limit.Token).ConfigureAwait(false);
        }

        return request.List is { } list && response.IsSuccessStatusCode
            ? await ReadListAsync(response, list, limit).ConfigureAwait(false)
            : await ReadAsync(response, limit.Token).ConfigureAwait(false);
    }

    /// <returns>What went wrong, or null.</returns>
    private static async ValueTask<string?> AuthenticateAsync(ApiServerClient client, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // A credential plugin knows no cancellation: it is not waited for any longer then.
            await client.AuthenticateAsync(message, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CredentialException fault)
        {
            return fault.Message;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A credential plugin's complaint may quote the credential, so it is not passed on.
            return "The credentials for the API server could not be had: look at the token file or credential plugin.";
        }
    }

    private async ValueTask<ApiResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (await body.FillAsync(stream, _options.MaxAnswerBytes, cancellationToken).ConfigureAwait(false) != FillResult.Complete)
        {
            return new ApiResult(ApiStatus.ServerError) { Message = $"The answer is larger than {_options.MaxAnswerBytes} bytes." };
        }

        if (response.IsSuccessStatusCode)
        {
            var (read, fault) = ObjectReader.Read(body.Span);
            return read is null
                ? new ApiResult(ApiStatus.ServerError) { Message = $"The answer is no object. {fault}" }
                : new ApiResult(ApiStatus.Ok) { Object = read };
        }

        return StatusReader.Read(response.StatusCode, body.Span) with { RetryAfter = RetryAfterOf(response) };
    }

    /// <summary>Reads a list for as long as it goes on coming: how long that takes depends on what is in it.</summary>
    private async ValueTask<ApiResult> ReadListAsync(HttpResponseMessage response, ListBody list, TimeLimit.Running limit)
    {
        var stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        var fault = await list.ReadAsync(stream, () => limit.Extend(_options.AttemptTimeout), limit.Token).ConfigureAwait(false);
        return fault is null
            ? new ApiResult(ApiStatus.Ok) { Continue = list.Continue }
            : new ApiResult(ApiStatus.ServerError) { Message = $"The answer is no list. {fault}" };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };

    private static string NameOf(ApiOperation operation) => operation switch
    {
        ApiOperation.Read => "read",
        ApiOperation.List => "list",
        ApiOperation.Write => "write",
    };

    private static string Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault.Message;

    private readonly record struct ApiRequest(ApiOperation Operation, string Path, string Accept)
    {
        public ReadOnlyMemory<byte> Patch { get; init; }

        public bool IsConditional { get; init; }

        public ListBody? List { get; init; }

        public WatchBody? Watch { get; init; }

        public TimeSpan Longest { get; init; }
    }
}
