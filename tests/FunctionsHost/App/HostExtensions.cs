using System.Collections.Frozen;
using Newtonsoft.Json.Linq;

namespace Tagalong.FunctionsHost.App;

/// <summary>
/// The binding types that the host knows: HTTP, timers, and those of the extensions in the app's <c>extensions.json</c>.
/// A function whose trigger is of another type is not loaded.
/// </summary>
internal static class HostExtensions
{
    private static readonly FrozenDictionary<string, string[]> BindingTypes = new Dictionary<string, string[]>
    {
        ["AzureStorageQueues"] = ["queueTrigger", "queue"],
        ["EventGrid"] = ["eventGridTrigger", "eventGrid"],
        ["EventHubs"] = ["eventHubTrigger", "eventHub"],
        ["ServiceBus"] = ["serviceBusTrigger", "serviceBus"],
    }.ToFrozenDictionary();

    /// <summary>Reads the extensions of an app, in its folder or in <c>.azurefunctions</c>.</summary>
    public static FrozenSet<string> Read(string folder)
    {
        string[] paths = [Path.Combine(folder, "extensions.json"), Path.Combine(folder, ".azurefunctions", "extensions.json")];
        var names = paths.Where(File.Exists).Take(1)
            .SelectMany(static path => JObject.Parse(File.ReadAllText(path))["extensions"]!)
            .Select(static extension => (string)extension["name"]!);
        return names.SelectMany(static name => BindingTypes.GetValueOrDefault(name, [])).Concat(["httpTrigger", "http", "timerTrigger"]).ToFrozenSet();
    }
}
