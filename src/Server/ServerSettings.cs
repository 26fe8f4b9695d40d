using Tagalong.Core.Settings;
using Tagalong.Hosting;
using Tagalong.Server.Queues;

namespace Tagalong.Server;

/// <summary>The settings that a file for any verb may have. Each verb checks all of them, so that a misspelt name never passes.</summary>
internal static class ServerSettings
{
    public static IServiceCollection AddServerSettings(this IServiceCollection services) => services
        .AddHostingSettings()
        .AddKnownSettings<ConsumeOptions>("Tagalong:Consume")
        .AddQueueSettings();
}
