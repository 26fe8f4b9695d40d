using System.Net.Http.Headers;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;
using Tagalong.Core.Telemetry;
using Tagalong.Core.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>Calls one cluster's API server, in raw UTF-8: only what the rules need is read from a response.</summary>
internal sealed class ApiServerClient : IDisposable
{
    private const string Whole = "application/json";
    private const string MetadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private const string ListOfMetadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private static readonly MediaTypeHeaderValue ApplyPatch = new("application/apply-patch+yaml");

    private readonly IApiServerLocator _locator;
    private readonly ApiCallOptions _options;
    private readonly TimeLimit _limit;
    private readonly TimeProvider _time;
    private readonly ApiPipeline _pipeline;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile ApiServerTransport? _client;

    public ApiServerClient(IApiServerLocator locator, ApiCallOptions options, ClusterLimitOptions limits, TimeProvider time, Random random)
    {
        _locator = locator;
        _options = options;
        _limit = new TimeLimit(options.AttemptTimeout, time);
        _time = time;
        _pipeline = new ApiPipeline(options, limits, time, random);
    }

    /// <summary>The state of the circuit breaker.</summary>
    public CircuitBreakerState Breaker => _pipeline.Breaker;

    /// <summary>The measurements of the cluster.</summary>
    public ClusterMeasurements Measurements { get; init; } = ClusterMeasurements.None;

    /// <summary>Reads an object, or its metadata only.</summary>
    public ValueTask<ApiResult> GetAsync(string path, bool metadataOnly, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(ApiOperation.Read, path, metadataOnly ? MetadataOnly : Whole), cancellationToken);

    /// <summary>Reads which resources the API server serves in the group and version of a kind.</summary>
    public ValueTask<ApiResult> ListResourcesAsync(ResourceType type, ResourceList resources, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(ApiOperation.Read, ObjectPath.OfGroup(type), Whole) { Resources = resources }, cancellationToken);

    /// <summary>
    /// Opens the connection, including the credentials, so that the first call need not wait for it. It is not limited, retried or measured like a
    /// call, and its failure is not reported: the first call finds out why.
    /// </summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendOnceAsync(new ApiRequest(ApiOperation.Read, "version", Whole), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The process is already stopping.
        }
    }

    /// <summary>
    /// Applies a patch in JSON by server-side apply. The path's query names the field manager, and the patch must not change until the call is done.
    /// It is conditional if it has a resource version, so that sending it again does not help.
    /// </summary>
    public ValueTask<ApiResult> ApplyAsync(
        string path, ReadOnlyMemory<byte> patch, bool metadataOnly, bool isConditional, CancellationToken cancellationToken) =>
        SendAsync(
            new ApiRequest(ApiOperation.Write, path, metadataOnly ? MetadataOnly : Whole) { Patch = patch, IsConditional = isConditional }, cancellationToken);

    /// <summary>Lists one page; <see cref="ObjectPages"/> lists them all.</summary>
    public async ValueTask<ListPage> ListAsync(
        ResourceType type, string ns, string next, bool metadataOnly, string selector, Func<ObjectSnapshot, bool> isWanted, int mostTextBytes, CancellationToken cancellationToken)
    {
        using var body = new ListBody(type, _options.MaxAnswerBytes, isWanted) { MostTextBytes = mostTextBytes };
        var path = $"{ObjectPath.OfAll(type, ns)}?limit={_options.PageSize}"
            + (selector.Length > 0 ? $"&labelSelector={Uri.EscapeDataString(selector)}" : "")
            + (next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "");
        var request = new ApiRequest(ApiOperation.List, path, metadataOnly ? ListOfMetadataOnly : Whole) { List = body };
        var result = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Status != ApiStatus.Ok)
        {
            return new ListPage(result, [], Calls: 1);
        }

        Measurements.Unreadable(type.Kind, body.Unreadable.Length);
        return new ListPage(result, body.Items, Calls: 1)
        {
            Texts = body.Texts,
            Unreadable = body.Unreadable,
            ResourceVersion = body.ResourceVersion,
            Remaining = body.Remaining,
        };
    }

    /// <summary>Watches all objects of a kind until the watch ends or breaks, or has lasted too long. See <see cref="WatchBody"/> for <c>take</c>.</summary>
    /// <remarks>It is not limited, retried or measured like a call, and does not affect the circuit breaker.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ApiResult> WatchAsync(
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

    public void Dispose()
    {
        _locator.Dispose();
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
            var result = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            status = result.Status;
            return result;
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
                (client, var error) = await ConnectAsync(limit.Token).ConfigureAwait(false);
                if (client is null)
                {
                    return error;
                }
            }

            var (result, credential) = await ExchangeAsync(client, request, limit).ConfigureAwait(false);
            if (result.Status == ApiStatus.Unauthenticated && client.Forget(credential))
            {
                // They were rotated or revoked, and there are others.
                (result, _) = await ExchangeAsync(client, request, limit).ConfigureAwait(false);
            }

            return request.IsConditional && result.Status == ApiStatus.Conflict ? result with { Status = ApiStatus.Outdated } : result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit of this attempt, or of the connection.
            return new ApiResult(ApiStatus.TimedOut)
            {
                Message = request.Watch is null
                    ? $"The API server did not answer within {_options.AttemptTimeout.TotalSeconds:0.###} s."
                    : "The API server did not start the watch, or did not end it, in time.",
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The API server may have moved: the next call locates it again.
            Interlocked.CompareExchange(ref _client, null, client);
            return new ApiResult(ApiStatus.Unreachable) { Message = $"The connection to the API server failed: {exception.Innermost().Message}" };
        }
    }

    /// <summary>Locates the API server, once for all concurrent calls.</summary>
    private async ValueTask<LocateResult> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_client is { } already)
            {
                return new LocateResult(already, default);
            }

            var located = await _locator.LocateAsync(cancellationToken).ConfigureAwait(false);
            _client = located.Client;
            return located;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <returns>The result, and the credentials that were sent.</returns>
    private async ValueTask<(ApiResult Result, ApiCredential? Credential)> ExchangeAsync(ApiServerTransport client, ApiRequest request, TimeLimit.Running limit)
    {
        using var message = client.Request(request.Operation == ApiOperation.Write ? HttpMethod.Patch : HttpMethod.Get, request.Path);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (!request.Patch.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Patch) { Headers = { ContentType = ApplyPatch } };
        }

        ApiCredential? credential = null;
        try
        {
            credential = await AuthenticateAsync(client, message, limit).ConfigureAwait(false);
            using var response = await client.SendAsync(message, credential, limit.Token).ConfigureAwait(false);
            return (await ReadAsync(response, request, limit).ConfigureAwait(false), credential);
        }
        catch (CredentialException exception)
        {
            return (new ApiResult(ApiStatus.Unauthenticated) { Message = exception.Message }, credential);
        }
    }

    private async ValueTask<ApiCredential?> AuthenticateAsync(ApiServerTransport client, HttpRequestMessage message, TimeLimit.Running limit)
    {
        var pending = client.AuthenticateAsync(message, limit.Token);
        if (pending.IsCompleted || client.CredentialTimeLimit is not { } longest)
        {
            return await pending.ConfigureAwait(false);
        }

        // A credential plugin takes seconds, and that is not the API server's time.
        limit.Extend(longest);
        var credential = await pending.ConfigureAwait(false);
        limit.Extend(_options.AttemptTimeout);
        return credential;
    }

    private async ValueTask<ApiResult> ReadAsync(HttpResponseMessage response, ApiRequest request, TimeLimit.Running limit)
    {
        if (request.Watch is { } watch && response.IsSuccessStatusCode)
        {
            limit.Extend(request.Longest);
            return await watch.ReadAsync(await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false), limit.Token).ConfigureAwait(false);
        }

        return request.List is { } list && response.IsSuccessStatusCode
            ? await ReadListAsync(response, list, limit).ConfigureAwait(false)
            : await ReadAsync(response, request, limit.Token).ConfigureAwait(false);
    }

    private async ValueTask<ApiResult> ReadAsync(HttpResponseMessage response, ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (await body.FillAsync(stream, _options.MaxAnswerBytes, cancellationToken).ConfigureAwait(false) != FillResult.Complete)
        {
            return new ApiResult(ApiStatus.ServerError) { Message = $"The response is larger than {_options.MaxAnswerBytes} bytes." };
        }

        if (request.Resources is { } resources && response.IsSuccessStatusCode)
        {
            resources.Read(body.Span);
            return new ApiResult(ApiStatus.Ok);
        }

        if (response.IsSuccessStatusCode)
        {
            var (read, error) = ObjectReader.Read(body.Span);
            return read is not null ? new ApiResult(ApiStatus.Ok) { Object = read }
                : UnreadableObject.Find(body.Span, type: null, error ?? "") is null
                    ? new ApiResult(ApiStatus.ServerError) { Message = $"The response is not an object. {error}" }
                    : new ApiResult(ApiStatus.Unreadable) { Message = $"The object cannot be read. {error}" };
        }

        return StatusReader.Read(response.StatusCode, body.Span, isWrite: request.Operation == ApiOperation.Write) with { RetryAfter = response.Headers.RetryDelay(_time) };
    }

    /// <summary>Reads a list for as long as data arrives: the time depends on the size of the list.</summary>
    private async ValueTask<ApiResult> ReadListAsync(HttpResponseMessage response, ListBody list, TimeLimit.Running limit)
    {
        var stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        var error = await list.ReadAsync(stream, () => limit.Extend(_options.AttemptTimeout), limit.Token).ConfigureAwait(false);
        return error is null
            ? new ApiResult(ApiStatus.Ok) { Continue = list.Continue }
            : new ApiResult(ApiStatus.ServerError) { Message = $"The response is not a list. {error}" };
    }

    private static string NameOf(ApiOperation operation) => operation switch
    {
        ApiOperation.Read => "read",
        ApiOperation.List => "list",
        ApiOperation.Write => "write",
    };

    private readonly record struct ApiRequest(ApiOperation Operation, string Path, string Accept)
    {
        public ReadOnlyMemory<byte> Patch { get; init; }

        public bool IsConditional { get; init; }

        public ListBody? List { get; init; }

        public WatchBody? Watch { get; init; }

        public ResourceList? Resources { get; init; }

        public TimeSpan Longest { get; init; }
    }
}
