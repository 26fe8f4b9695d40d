using System.Globalization;
using System.Net;
using System.Web;
using Newtonsoft.Json.Linq;

namespace Tagalong.FunctionsHost;

/// <summary>An app as its folder has it: <c>host.json</c>, and a folder with a <c>function.json</c> for each function.</summary>
public sealed class FunctionAppFolder
{
    /// <summary>What a queue of Service Bus has as <c>maxDeliveryCount</c> where nobody says otherwise.</summary>
    private const int DefaultDeliveryCount = 10;

    private static readonly TimeSpan DefaultFunctionTimeout = TimeSpan.FromMinutes(5);

    private readonly JObject _host;
    private readonly Dictionary<string, JObject> _functions;

    private FunctionAppFolder(string root, JObject host, Dictionary<string, JObject> functions) => (Root, _host, _functions) = (root, host, functions);

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The names of the functions.</summary>
    public IReadOnlyCollection<string> Functions => _functions.Keys;

    /// <summary>How long a function may take.</summary>
    public TimeSpan FunctionTimeout => Time(_host["functionTimeout"]) ?? DefaultFunctionTimeout;

    /// <summary>How long the handler may take to be ready.</summary>
    public TimeSpan InitializationTimeout => Time(Handler["initializationTimeout"]) ?? TimeSpan.FromSeconds(30);

    /// <summary>The handler's program.</summary>
    public string Executable
    {
        get
        {
            var path = (string?)Handler["description"]?["defaultExecutablePath"] is { Length: > 0 } given ? given : throw new InvalidDataException("host.json names no defaultExecutablePath.");
            var joined = Path.Combine(Root, path);
            return File.Exists(joined) ? joined : path;
        }
    }

    /// <summary>The handler's arguments.</summary>
    public string Arguments => string.Join(' ', (Handler["description"]?["arguments"] as JArray ?? []).Select(static argument => (string?)argument));

    private JToken Handler => _host["customHandler"] ?? throw new InvalidDataException("host.json has no customHandler.");

    /// <summary>Reads a folder.</summary>
    public static FunctionAppFolder Read(string root) => new(
        root,
        JObject.Parse(File.ReadAllText(Path.Combine(root, "host.json"))),
        Directory.GetDirectories(root).Where(static folder => File.Exists(Path.Combine(folder, "function.json")))
            .ToDictionary(static folder => Path.GetFileName(folder), static folder => JObject.Parse(File.ReadAllText(Path.Combine(folder, "function.json")))));

    /// <summary>How often what the trigger of a function brings is handed over at most.</summary>
    public int DeliveriesOf(string function) => (string)TriggerBindingOf(function)["type"]! switch
    {
        "serviceBusTrigger" => DefaultDeliveryCount,
        "eventHubTrigger" or "timerTrigger" => 1 + ((int?)_functions[function]["retry"]?["maxRetryCount"] ?? 0),
        _ => 1,
    };

    /// <summary>The trigger of a function.</summary>
    public JObject TriggerBindingOf(string function) =>
        _functions[function]["bindings"]!.OfType<JObject>().Single(static binding => ((string)binding["type"]!).EndsWith("Trigger", StringComparison.Ordinal));

    /// <summary>The name by which a payload holds what the trigger of a function brought.</summary>
    internal string TriggerOf(string function) => (string)TriggerBindingOf(function)["name"]!;

    /// <summary>Why a request from outside is not passed on, or null.</summary>
    internal HttpStatusCode? RefusalOf(HttpRequestMessage request, string key)
    {
        var path = request.RequestUri!.OriginalString.Split('?')[0].Trim('/');
        var prefix = (string?)_host["extensions"]?["http"]?["routePrefix"] ?? "api";
        foreach (var function in _functions.Keys.Where(IsPassedOn))
        {
            var trigger = TriggerBindingOf(function);
            var route = $"{prefix}/{(string?)trigger["route"] ?? function}".Trim('/');
            if (Matches(route, path) && IsMethodOf(trigger, request.Method))
            {
                return (string?)trigger["authLevel"] == "anonymous" || KeyOf(request) == key ? null : HttpStatusCode.Unauthorized;
            }
        }

        return HttpStatusCode.NotFound;
    }

    /// <summary>Whether requests are passed on as they are: with exactly one HTTP trigger and one HTTP output, and the flag.</summary>
    private bool IsPassedOn(string function)
    {
        var types = _functions[function]["bindings"]!.Select(static binding => (string)binding["type"]!).ToList();
        return (bool?)Handler["enableProxyingHttpRequest"] == true && types.Count == 2 && types.Contains("httpTrigger") && types.Contains("http");
    }

    private static bool IsMethodOf(JObject trigger, HttpMethod method) =>
        trigger["methods"] is not JArray methods || methods.Any(allowed => string.Equals((string?)allowed, method.Method, StringComparison.OrdinalIgnoreCase));

    private static string? KeyOf(HttpRequestMessage request) =>
        request.Headers.TryGetValues("x-functions-key", out var given) ? given.Single()
        : request.RequestUri!.OriginalString.Split('?') is [_, var query] ? HttpUtility.ParseQueryString(query)["code"]
        : null;

    /// <summary>A segment that is no parameter has to be the same, a parameter takes one, <c>{*rest}</c> the rest.</summary>
    private static bool Matches(string route, string path)
    {
        var (wanted, given) = (route.Split('/'), path.Split('/'));
        for (var at = 0; at < wanted.Length; at++)
        {
            if (wanted[at].StartsWith("{*", StringComparison.Ordinal))
            {
                return true;
            }

            if (at >= given.Length || (!wanted[at].StartsWith('{') && !wanted[at].Equals(given[at], StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }

        return wanted.Length == given.Length;
    }

    private static TimeSpan? Time(JToken? text) => text is null ? null : TimeSpan.Parse((string)text!, CultureInfo.InvariantCulture);
}
