using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Tagalong.FunctionsHost;

/// <summary>What the host makes of an answer.</summary>
/// <param name="Result">How it takes it.</param>
/// <param name="Reason">Why it is no success; empty for one.</param>
public sealed record InvocationVerdict(InvocationResult Result, string Reason = "")
{
    /// <summary>The lines for the log that the answer had.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>
    /// Judges an answer: every status but 2xx is a failure, whichever it is; no body, or null, never completes the invocation; any
    /// content type but JSON, and any JSON but an object of the known shape, fails though the work was done.
    /// </summary>
    public static async Task<InvocationVerdict> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return new InvocationVerdict(InvocationResult.Failed, $"The status is {(int)response.StatusCode}.");
        }

        if (body.Length == 0)
        {
            return new InvocationVerdict(InvocationResult.NeverCompletes, "There is no body.");
        }

        if (response.Content.Headers.ContentType?.MediaType is not ("application/json" or "text/json"))
        {
            return new InvocationVerdict(InvocationResult.Failed, $"The content type is {response.Content.Headers.ContentType}.");
        }

        try
        {
            return Of(JToken.Parse(body));
        }
        catch (JsonException fault)
        {
            return new InvocationVerdict(InvocationResult.Failed, fault.Message);
        }
    }

    private static InvocationVerdict Of(JToken body)
    {
        if (body.Type == JTokenType.Null)
        {
            return new InvocationVerdict(InvocationResult.NeverCompletes, "The body is null.");
        }

        if (body is not JObject answer)
        {
            return new InvocationVerdict(InvocationResult.Failed, "The body is no object.");
        }

        var (outputs, logs) = (Member(answer, "Outputs"), Member(answer, "Logs"));
        return outputs is not (null or JObject or JValue { Value: null }) ? new InvocationVerdict(InvocationResult.Failed, "Outputs is no object.")
            : logs is not (null or JArray or JValue { Value: null }) ? new InvocationVerdict(InvocationResult.Failed, "Logs is no array.")
            : logs is JArray lines && lines.Any(static line => line.Type != JTokenType.String) ? new InvocationVerdict(InvocationResult.Failed, "Logs has something that is no string.")
            : new InvocationVerdict(InvocationResult.Succeeded) { Logs = [.. (logs as JArray ?? []).Select(static line => (string)line!)] };
    }

    private static JToken? Member(JObject value, string name) => value.GetValue(name, StringComparison.OrdinalIgnoreCase);
}
