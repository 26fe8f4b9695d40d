using System.Globalization;
using Microsoft.Extensions.Configuration;
using Tagalong.FunctionsHost.Queues;

namespace Tagalong.FunctionsHost.App;

/// <summary>What <c>host.json</c> says, with the app settings <c>AzureFunctionsJobHost__…</c> over it.</summary>
internal sealed record HostJson(string RoutePrefix, TimeSpan FunctionTimeout, QueueOptions Queues)
{
    private const string SettingsPrefix = "AzureFunctionsJobHost__";

    public static HostJson Read(string folder, AppSettings settings)
    {
        var overrides = settings.Values
            .Where(static setting => setting.Key.StartsWith(SettingsPrefix, StringComparison.OrdinalIgnoreCase))
            .Select(static setting => (Key: setting.Key[SettingsPrefix.Length..].Replace("__", ":", StringComparison.Ordinal), setting.Value))
            .Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        var json = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, "host.json")).AddInMemoryCollection(overrides).Build();
        return new HostJson(
            json["extensions:http:routePrefix"] ?? "api",
            Time(json["functionTimeout"], TimeSpan.FromMinutes(30)),
            ReadQueues(json.GetSection("extensions:queues")));
    }

    private static QueueOptions ReadQueues(IConfigurationSection section)
    {
        var batchSize = Number(section["batchSize"], 16);
        return new QueueOptions(
            batchSize,
            Number(section["newBatchThreshold"], batchSize / 2),
            Number(section["maxDequeueCount"], 5),
            Time(section["visibilityTimeout"], TimeSpan.Zero),
            Enum.Parse<MessageEncoding>(section["messageEncoding"] ?? nameof(MessageEncoding.Base64), ignoreCase: true));
    }

    private static int Number(string? text, int fallback) => text is null ? fallback : int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string? text, TimeSpan fallback) => text switch
    {
        null => fallback,
        "-1" => Timeout.InfiniteTimeSpan,
        _ => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
    };
}
