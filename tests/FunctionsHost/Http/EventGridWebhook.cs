using System.Net;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Invocations;

namespace Tagalong.FunctionsHost.Http;

/// <summary>The host's own endpoint for Event Grid, <c>/runtime/webhooks/EventGrid?functionName=F&amp;code=KEY</c>.</summary>
internal sealed class EventGridWebhook(HttpInvocation keys, Invoker invoker, Func<string, FunctionDefinition?> find)
{
    public const string Path = "/runtime/webhooks/EventGrid";

    public async Task HandleAsync(HttpContext context) => context.Response.StatusCode = (int)await StatusAsync(context);

    /// <summary>Hands the events of one request to a function: one invocation each, or one for all with the cardinality <c>Many</c>.</summary>
    public async Task<HttpStatusCode> DeliverAsync(FunctionDefinition function, JArray events, CancellationToken cancellationToken)
    {
        var inputs = function.Trigger.IsMany
            ? [TriggerInput.EventGrid(events)]
            : events.Select(static one => TriggerInput.EventGrid((JObject)one)).ToList();
        var results = await Task.WhenAll(inputs.Select(input => invoker.InvokeAsync(function.Name, () => input, cancellationToken)));
        return results.All(static result => result.Succeeded) ? HttpStatusCode.Accepted : HttpStatusCode.InternalServerError;
    }

    /// <summary>Reads one event or an array. Texts that look like times stay texts.</summary>
    internal static JArray Parse(string body)
    {
        using var reader = new JsonTextReader(new StringReader(body)) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader) is JArray several ? several : new JArray(JObject.Parse(body));
    }

    private async Task<HttpStatusCode> StatusAsync(HttpContext context)
    {
        if (!keys.HasKey(context.Request))
        {
            return HttpStatusCode.Unauthorized;
        }

        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers["WebHook-Allowed-Origin"] = context.Request.Headers["WebHook-Request-Origin"];
            return HttpStatusCode.OK;
        }

        if (find(context.Request.Query["functionName"].ToString()) is not { IsDisabled: false } function)
        {
            return HttpStatusCode.NotFound;
        }

        if (context.Request.Headers["aeg-event-type"] != "Notification")
        {
            return HttpStatusCode.BadRequest;
        }

        using var reader = new StreamReader(context.Request.Body);
        return await DeliverAsync(function, Parse(await reader.ReadToEndAsync(context.RequestAborted)), context.RequestAborted);
    }
}
