using System.Net.Http.Headers;
using System.Text;

namespace Tagalong.FunctionsHost;

/// <summary>
/// A stand-in for the Azure Functions host, version 4, as far as a custom handler meets it: it reads the app's own
/// <c>host.json</c> and <c>function.json</c> files, starts the handler as the host does, invokes it with what each trigger
/// brings, and judges its answers as the host does. It has no triggers itself: whoever tests says what one brings.
/// </summary>
/// <remarks>
/// It rests on what is known of the host's source (Azure/azure-functions-host, 89dc438d and later copies of its HTTP worker,
/// of its YARP forwarding and its tests) and was never compared with a host that runs:
/// <list type="bullet">
/// <item>the handler is the only child, finds the port in <c>FUNCTIONS_CUSTOMHANDLER_PORT</c> and inherits the environment of the
/// host, in whose images stand <c>ASPNETCORE_URLS=http://+:80</c> and <c>ASPNETCORE_CONTENTROOT=/azure-functions-host</c>;</item>
/// <item><c>defaultExecutablePath</c> is joined to the app's folder where that file exists, else looked up in <c>PATH</c>;</item>
/// <item>the handler is ready when <c>GET /</c> on 127.0.0.1 gets any answer, asked for every 25 ms up to
/// <c>initializationTimeout</c> (30 seconds; here four times as long, since a machine that runs tests is busy);</item>
/// <item>an invocation is a chunked <c>POST /FUNCTION</c> with <c>{"Data":…,"Metadata":…}</c>, encoded as <see cref="WireValue"/> says; the
/// client waits for <c>functionTimeout</c> and a minute, and follows redirects;</item>
/// <item>a function with one HTTP trigger and one HTTP output has its requests passed on, path included, where
/// <c>enableProxyingHttpRequest</c> is set;</item>
/// <item>answers count as <see cref="InvocationVerdict"/> says;</item>
/// <item>a message of Service Bus that fails is given back at once, and is a dead letter after its last delivery; a batch of Event Hubs
/// and a timer that fail are tried again as the function's <c>retry</c> says, and then are gone; nothing else is tried again;</item>
/// <item>a line on the standard error output is an error, unless it has "warn" in it.</item>
/// </list>
/// </remarks>
public sealed class AzureFunctionsHost : IAsyncDisposable
{
    private const string Version = "4.1052.100";
    private const int Patience = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly HandlerProcess _handler;
    private readonly HttpClient _client;

    private AzureFunctionsHost(FunctionAppFolder app, HandlerProcess handler, HttpClient client) => (App, _handler, _client) = (app, handler, client);

    /// <summary>The key that opens functions of the authorization level <c>function</c>.</summary>
    public static string FunctionKey => "the-key-of-all-functions";

    /// <summary>The app.</summary>
    public FunctionAppFolder App { get; }

    /// <summary>Where the handler listens, which nobody but the host should reach.</summary>
    public Uri HandlerUrl => _client.BaseAddress!;

    /// <summary>The handler.</summary>
    public HandlerProcess Handler => _handler;

    /// <summary>Whether the host says of requests that it passes on whom they come from, as it does since 2025.</summary>
    public bool TellsForWhomItForwards { get; set; } = true;

    /// <summary>Starts an app's handler and waits until it is ready.</summary>
    /// <param name="root">The app's folder.</param>
    /// <param name="settings">The app settings.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="HandlerStartException">The handler ended, or was not ready in time.</exception>
    public static async Task<AzureFunctionsHost> StartAsync(string root, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var app = FunctionAppFolder.Read(root);
        var handler = HandlerProcess.Start(app, settings);
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{handler.Port}"), Timeout = app.FunctionTimeout + TimeSpan.FromMinutes(1) };
        var host = new AzureFunctionsHost(app, handler, client);
        try
        {
            await host.AwaitReadinessAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Invokes a function once.</summary>
    public async Task<InvocationVerdict> InvokeAsync(string function, TriggerData data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        return await PostAsync(function, data.ToJson(App.TriggerOf(function), function), cancellationToken);
    }

    /// <summary>Posts a payload that is none that the host would make, or not whole.</summary>
    public async Task<InvocationVerdict> PostAsync(string function, string payload, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}") { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        Sign(request.Headers);
        request.Headers.UserAgent.ParseAdd($"Azure-Functions-Host/{Version}");
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return await InvocationVerdict.OfAsync(response, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            return new InvocationVerdict(InvocationResult.Failed, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new InvocationVerdict(InvocationResult.Failed, "The function timed out.");
        }
    }

    /// <summary>
    /// Has what a trigger brings handed over until it is done with or given up. The waits in between are left out.
    /// </summary>
    public async Task<Delivery> DeliverAsync(string function, TriggerData data, CancellationToken cancellationToken)
    {
        var most = App.DeliveriesOf(function);
        for (var count = 1; ; count++)
        {
            var verdict = await InvokeAsync(function, data, cancellationToken);
            if (verdict.Result == InvocationResult.Succeeded || count == most)
            {
                return new Delivery(count, verdict.Result == InvocationResult.Succeeded, verdict);
            }
        }
    }

    /// <summary>A request from outside: checked against routes, methods and keys, and passed on to the handler.</summary>
    /// <param name="request">The request, with a path.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (App.RefusalOf(request, FunctionKey) is { } refusal)
        {
            return new HttpResponseMessage(refusal);
        }

        using var passedOn = new HttpRequestMessage(request.Method, new Uri(HandlerUrl, request.RequestUri!.OriginalString)) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
        {
            passedOn.Headers.TryAddWithoutValidation(name, values);
        }

        if (TellsForWhomItForwards)
        {
            passedOn.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
            passedOn.Headers.TryAddWithoutValidation("X-Forwarded-Host", request.Headers.Host ?? "app.azurewebsites.net");
            passedOn.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        }

        passedOn.Headers.Host = request.Headers.Host ?? "app.azurewebsites.net";
        Sign(passedOn.Headers);
        return await _client.SendAsync(passedOn, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _handler.DisposeAsync();
    }

    private static void Sign(HttpRequestHeaders headers)
    {
        foreach (var (name, value) in ((string, string)[])[("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString()), ("X-Azure-Functions-HostVersion", Version)])
        {
            headers.Remove(name);
            headers.Add(name, value);
        }
    }

    private async Task AwaitReadinessAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await _client.GetAsync(new Uri("/", UriKind.Relative), cancellationToken);
                return;
            }
            catch (HttpRequestException) when (!_handler.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience * App.InitializationTimeout)
            {
                await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
            }
            catch (HttpRequestException)
            {
                var errors = await _handler.ErrorsAsync();
                throw new HandlerStartException($"The handler {(_handler.HasExited ? "ended" : "was not ready in time")}.\n{_handler.Output}\n{errors}");
            }
        }
    }
}
