using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Azure;

/// <summary>Asks Azure's Resource Manager, over the pipeline of Azure's own clients: its retries, tokens and claims challenges.</summary>
internal sealed class ArmClient
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private const int MaxRetries = 2;
    private const int LongestErrorCode = 64;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly HttpPipeline _pipeline;
    private readonly AzureOptions _options;
    private readonly TimeProvider _time;

    public ArmClient(TokenCredential credential, HttpPipelineTransport transport, AzureOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var client = new ArmClientOptions
        {
            Transport = transport,
            Diagnostics = { ApplicationId = "tagalong" },
            Retry = { MaxRetries = MaxRetries, Delay = RetryDelay, NetworkTimeout = options.Timeout / 3 },
        };
        var scope = new Uri(options.ResourceManager, ".default").AbsoluteUri;
        _pipeline = HttpPipelineBuilder.Build(client, [], [new BearerTokenAuthenticationPolicy(credential, scope)], new ArmBodies());
    }

    /// <summary>Sends a request without a body. It never throws for what may go wrong on the way, and takes being called off for a time-out.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path and query, or a whole URL on the Resource Manager's own host.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<ArmResult> SendAsync(RequestMethod method, string path, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(_options.ResourceManager, path, out var url) || Uri.Compare(
            url, _options.ResourceManager, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return Failed(ApiStatus.ServerError, "it sends on to another host");
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
        catch (Exception fault) when (AzureFaults.Innermost(fault) is OperationCanceledException or TimeoutException)
        {
            return Failed(ApiStatus.TimedOut, $"it did not answer within {_options.Timeout.TotalSeconds:0.###} s");
        }
        catch (AuthenticationFailedException fault)
        {
            return Failed(ApiStatus.Unauthenticated, AzureFaults.NoToken(fault, _options).TrimEnd('.'));
        }
        catch (Exception fault) when (fault is AggregateException or RequestFailedException or IOException or HttpRequestException)
        {
            return Failed(ApiStatus.Unreachable, $"the connection failed: {AzureFaults.Innermost(fault).Message.TrimEnd('.')}");
        }
    }

    private async Task<ArmResult> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer();
        try
        {
            if (response.ContentStream is { } stream && await body.FillAsync(stream, MaxAnswerBytes, cancellationToken).ConfigureAwait(false) != FillResult.Complete)
            {
                return Failed(ApiStatus.ServerError, $"its answer is larger than {MaxAnswerBytes} bytes");
            }

            if (response.Status == 200)
            {
                var whole = new ArmResult(body, default, response.Status);
                body = null;
                return whole;
            }

            var code = ErrorCode(body.Span);
            return new ArmResult(null, new ApiResult(Classify(response.Status))
            {
                Message = $"it answered {response.Status}{(code.Length > 0 ? $" {code}" : "")}",
                RetryAfter = RetryAfter(response),
            }, response.Status);
        }
        finally
        {
            body?.Dispose();
        }
    }

    /// <remarks>Nothing here may say that an object is gone: to the event that was on its way it is a way that is missing.</remarks>
    private static ApiStatus Classify(int code) => code switch
    {
        401 => ApiStatus.Unauthenticated,
        403 => ApiStatus.Forbidden,
        408 => ApiStatus.TimedOut,
        429 => ApiStatus.Throttled,
        >= 500 => ApiStatus.ServerError,
        _ => ApiStatus.Unreachable,
    };

    private TimeSpan? RetryAfter(Response response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text))
        {
            return null;
        }

        TimeSpan? wait = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var date) ? date - _time.GetUtcNow()
            : null;
        return wait > LongestWait ? LongestWait : wait;
    }

    private static string ErrorCode(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = JsonText.Reader(body);
            reader.EntersBody();
            while (reader.NextMember())
            {
                if (!reader.ValueTextEquals("error"u8))
                {
                    reader.SkipMember();
                }
                else if (reader.EntersObject("error"))
                {
                    return ErrorCode(ref reader);
                }
            }
        }
        catch (Exception fault) when (JsonText.IsFault(fault))
        {
            // A proxy's page: the HTTP status has to do.
        }

        return "";
    }

    private static string ErrorCode(ref Utf8JsonReader reader)
    {
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("code"u8))
            {
                var code = reader.TextMember("error.code");
                return code.Length <= LongestErrorCode && code.All(char.IsAsciiLetterOrDigit) ? code : "";
            }

            reader.SkipMember();
        }

        return "";
    }

    private static ArmResult Failed(ApiStatus status, string why) => new(null, new ApiResult(status) { Message = why }, 0);
}
