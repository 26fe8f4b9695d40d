using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tagalong.Server.AzureFunctions;

/// <summary>Reads an app's folder: <c>host.json</c>, and a folder with a <c>function.json</c> for each function.</summary>
internal sealed class FunctionAppReader(string root)
{
    private const string Http = "httpTrigger";
    private const string DefaultRoutePrefix = "api";

    private readonly ImmutableArray<TriggeredFunction>.Builder _triggered = ImmutableArray.CreateBuilder<TriggeredFunction>();
    private readonly ImmutableArray<HttpFunction>.Builder _http = ImmutableArray.CreateBuilder<HttpFunction>();
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();

    /// <summary>Reads the folder. What is wrong in it becomes a fault.</summary>
    /// <param name="root">The folder; if there is none, it has no functions.</param>
    public static FunctionApp Read(string root) => new FunctionAppReader(root).Read();

    private FunctionApp Read()
    {
        var host = ReadFile("host.json", AppFiles.Default.HostFile);
        if (host is { CustomHandler.Http: not null } or { ConfigurationProfile: not null })
        {
            _faults.Add("host.json has customHandler.http or configurationProfile, by which requests come in on paths that no function.json tells of; take it out.");
        }

        var routePrefix = host?.Extensions?.Http?.RoutePrefix ?? DefaultRoutePrefix;
        string[] folders = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        foreach (var name in folders.Select(static folder => Path.GetFileName(folder)).Where(IsName).Order(StringComparer.Ordinal))
        {
            foreach (var binding in ReadFile(Path.Combine(name, "function.json"), AppFiles.Default.FunctionFile)?.Bindings ?? [])
            {
                Add(name, routePrefix, binding);
            }
        }

        return new FunctionApp(_triggered.ToImmutable(), _http.ToImmutable(), _faults.ToImmutable());
    }

    private void Add(string name, string routePrefix, FunctionFile.Binding binding)
    {
        var type = binding.Type ?? "";
        if (type.Equals(Http, StringComparison.OrdinalIgnoreCase))
        {
            var isAnonymous = string.Equals(binding.AuthLevel, "anonymous", StringComparison.OrdinalIgnoreCase);
            _http.Add(new HttpFunction(name, $"{routePrefix}/{binding.Route ?? name}".Trim('/'), isAnonymous));
        }
        else if (TriggerOf(type) is { } trigger)
        {
            _triggered.Add(new TriggeredFunction(name, trigger, binding.Name ?? ""));
        }
        else if (type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
        {
            _faults.Add($"{name}/function.json has the trigger '{type}'; there are httpTrigger, eventGridTrigger, serviceBusTrigger, eventHubTrigger and timerTrigger.");
        }
    }

    /// <summary>Whether the host takes a folder's name as that of a function.</summary>
    private static bool IsName(string folder) =>
        folder is [var first, .. var rest] && char.IsAsciiLetter(first) && rest.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static Trigger? TriggerOf(string type) => type.ToUpperInvariant() switch
    {
        "EVENTGRIDTRIGGER" => Trigger.EventGrid,
        "SERVICEBUSTRIGGER" => Trigger.ServiceBus,
        "EVENTHUBTRIGGER" => Trigger.EventHubs,
        "TIMERTRIGGER" => Trigger.Timer,
        _ => null,
    };

    private T? ReadFile<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            // From the stream, since that passes over a byte order mark.
            using var file = File.OpenRead(Path.Combine(root, path));
            return JsonSerializer.Deserialize(file, type);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{path} of the function app cannot be read: {fault.Message}");
            return null;
        }
    }
}
