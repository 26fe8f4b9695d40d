using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Text;

namespace Tagalong.Core.Azure;

/// <summary>Calls Azure's Resource Manager through the HTTP pipeline of the Azure SDK, with its retries, tokens and claims challenges.</summary>
internal sealed class ArmClient
{
    private const int MaxResponseBytes = 16 * 1024 * 1024;
    private const int MaxRetries = 2;
    private const int LongestErrorCode = 64;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly HttpPipeline _pipeline;
    private readonly AzureOptions _options;
    private readonly TimeProvider _time;

    public ArmClient(TokenCredential credential, HttpPipelineTransport transport, AzureOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var client = new Options
        {
            Transport = transport,
            Diagnostics = { ApplicationId = "tagalong" },
            Retry = { MaxRetries = MaxRetries, Delay = RetryDelay, NetworkTimeout = options.Timeout / 3 },
        };
        var scope = new Uri(options.ResourceManager, ".default").AbsoluteUri;
        _pipeline = HttpPipelineBuilder.Build(client, [], [new BearerTokenAuthenticationPolicy(credential, scope)], new Classifier());
    }

    /// <summary>
    /// Sends a request without a body to a path, or to a URL on the Resource Manager's host. Failures are results, and cancellation is a time-out.
    /// </summary>
    public async Task<ArmResult> SendAsync(RequestMethod method, string path, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(_options.ResourceManager, path, out var url) || Uri.Compare(
            url, _options.ResourceManager, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return Failed(ApiStatus.ServerError, "it refers to another host");
        }

        using var message = _pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = method;
        message.Request.Uri.Reset(url);
        message.Request.Headers.Add("Accept", "application/json");
        if (method == RequestMethod.Post)
        {
            message.Request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);
        }

        try
        {
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(message.Response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception.Innermost() is OperationCanceledException or TimeoutException)
        {
            return Failed(ApiStatus.TimedOut, $"it did not answer within {_options.Timeout.TotalSeconds:0.###} s");
        }
        catch (AuthenticationFailedException exception)
        {
            return Failed(ApiStatus.Unauthenticated, AzureErrors.NoToken(exception, _options).TrimEnd('.'));
        }
        catch (Exception exception) when (exception is AggregateException or RequestFailedException or IOException or HttpRequestException)
        {
            return Failed(ApiStatus.Unreachable, $"the connection failed: {exception.Innermost().Message.TrimEnd('.')}");
        }
    }

    private async Task<ArmResult> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer();
        try
        {
            if (response.ContentStream is { } stream && await body.FillAsync(stream, MaxResponseBytes, cancellationToken).ConfigureAwait(false) != FillResult.Complete)
            {
                return Failed(ApiStatus.ServerError, $"its response is larger than {MaxResponseBytes} bytes");
            }

            if (response.Status == 200)
            {
                var complete = new ArmResult(body, default, response.Status);
                body = null;
                return complete;
            }

            var code = ErrorCode(body.Span);
            return new ArmResult(null, new ApiResult(Classify(response.Status))
            {
                Message = $"it answered {response.Status}{(code.Length > 0 ? $" {code}" : "")}",
                RetryAfter = response.RetryDelay(_time),
            }, response.Status);
        }
        finally
        {
            body?.Dispose();
        }
    }

    /// <remarks>No status may say that an object is gone: to an event, the Resource Manager's 404 means that the cluster cannot be reached.</remarks>
    private static ApiStatus Classify(int code) => code switch
    {
        401 => ApiStatus.Unauthenticated,
        403 => ApiStatus.Forbidden,
        408 => ApiStatus.TimedOut,
        429 => ApiStatus.Throttled,
        >= 500 => ApiStatus.ServerError,
        _ => ApiStatus.Unreachable,
    };

    private static string ErrorCode(ReadOnlySpan<byte> body) =>
        AzureJson.Read(body, AzureJson.Default.ArmErrorBody)?.Error?.Code is { Length: <= LongestErrorCode } code && code.All(char.IsAsciiLetterOrDigit) ? code : "";

    private static ArmResult Failed(ApiStatus status, string why) => new(null, new ApiResult(status) { Message = why }, 0);

    private sealed class Options : ClientOptions;

    /// <summary>Does not retry a 429: its <c>Retry-After</c> is passed on instead.</summary>
    private sealed class Classifier : ResponseClassifier
    {
        public override bool IsRetriableResponse(HttpMessage message) => message.Response.Status != 429 && base.IsRetriableResponse(message);
    }
}
