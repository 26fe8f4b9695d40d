using System.Net;
using Microsoft.AspNetCore.Http;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Invocations;
using Tagalong.FunctionsHost.Workers;
using Yarp.ReverseProxy.Forwarder;

namespace Tagalong.FunctionsHost.Http;

/// <summary>Invokes an HTTP function: forwards the request to the worker's own server, and sends the invocation over gRPC.</summary>
internal sealed class HttpInvocation(IHttpForwarder forwarder, HttpMessageInvoker client, WorkerSupervisor workers, Invoker invoker, string functionKey)
{
    private const string InvocationHeader = "x-ms-invocation-id";
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UnknownPathLimit = TimeSpan.FromSeconds(1);
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(4) };

    public HttpHalves Halves { get; set; }

    public async Task HandleAsync(HttpContext context, FunctionDefinition function)
    {
        if (Rejection(context.Request, function) is { } status)
        {
            context.Response.StatusCode = (int)status;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var metadata = await HttpBindingData.ReadAsync(context.Request);
        // A client that sends the header itself wins.
        context.Request.Headers.TryAdd(InvocationHeader, id);
        var (invocation, error) = await SendAsync(context, id, function.Name, () => TriggerInput.Http(metadata));
        var failed = error != ForwarderError.None || await HasFailedAsync(context, invocation);
        if (failed && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private HttpStatusCode? Rejection(HttpRequest request, FunctionDefinition function)
    {
        if (function.IsDisabled || !function.Trigger.List("methods").Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        {
            return HttpStatusCode.NotFound;
        }

        var isAnonymous = "anonymous".Equals(function.Trigger["authLevel"], StringComparison.OrdinalIgnoreCase);
        return isAnonymous || HasKey(request) ? null : HttpStatusCode.Unauthorized;
    }

    internal bool HasKey(HttpRequest request) => request.Query["code"] == functionKey || request.Headers["x-functions-key"] == functionKey;

    private async Task<(Task<InvocationResult> Invocation, ForwarderError Error)> SendAsync(
        HttpContext context, string id, string function, Func<TriggerInput> input)
    {
        if (Halves == HttpHalves.RequestFirst)
        {
            var forwarding = ForwardAsync(context);
            var second = invoker.InvokeAsync(id, function, input, context.RequestAborted);
            return (second, await forwarding);
        }

        var first = invoker.InvokeAsync(id, function, input, context.RequestAborted);
        await Task.Delay(Between, TimeProvider.System, context.RequestAborted);
        return (first, await ForwardAsync(context));
    }

    private async Task<ForwarderError> ForwardAsync(HttpContext context)
    {
        try
        {
            var worker = await workers.CurrentAsync();
            return await forwarder.SendAsync(context, worker.Capabilities["HttpUri"], client, Config);
        }
        catch (FunctionsHostException)
        {
            return ForwarderError.Request;
        }
    }

    /// <summary>A path that the worker's server does not know gives 404 and never a response to the invocation.</summary>
    private static async Task<bool> HasFailedAsync(HttpContext context, Task<InvocationResult> invocation)
    {
        if (context.Response.StatusCode == StatusCodes.Status404NotFound)
        {
            await Task.WhenAny(invocation, Task.Delay(UnknownPathLimit, TimeProvider.System, context.RequestAborted));
            return invocation.IsCompletedSuccessfully && !(await invocation).Succeeded;
        }

        return !(await invocation).Succeeded;
    }
}
