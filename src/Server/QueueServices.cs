using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.Server.AzureStorage;
using Tagalong.Server.Queues;
using Tagalong.Server.RabbitMq;

namespace Tagalong.Server;

/// <summary>Registers the configured queue broker.</summary>
internal static class QueueServices
{
    /// <summary>
    /// One line for each broker: its section below <c>Tagalong:Queue</c>, a setting to start with, what registers its
    /// <see cref="IQueueBroker"/>, and its options. A new broker is a folder and a line here.
    /// </summary>
    private static readonly (string Section, string Setting, Action<IServiceCollection, IConfigurationSection> Register, Func<IServiceCollection, string, IServiceCollection> AddKnownSettings)[] Brokers =
    [
        ("RabbitMq", "Uri", RabbitMqBroker.Register, OptionsServices.AddKnownSettings<RabbitMqOptions>),
        ("AzureStorage", "Account", AzureStorageBroker.Register, OptionsServices.AddKnownSettings<AzureStorageOptions>),
    ];

    /// <summary>Adds the settings of all brokers, whichever is configured, so that a misspelt name is reported.</summary>
    public static IServiceCollection AddQueueSettings(this IServiceCollection services) =>
        Brokers.Aggregate(services, static (all, broker) => broker.AddKnownSettings(all, $"Tagalong:Queue:{broker.Section}"));

    /// <summary>Adds the one broker that has settings.</summary>
    public static void AddQueueBroker(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Tagalong:Queue");
        var configured = Array.FindAll(Brokers, broker => section.GetSection(broker.Section).Exists());
        string[] errors = configured.Length == 0 ? [$"There is no broker: set {string.Join(" or ", Brokers.Select(static broker => $"Tagalong:Queue:{broker.Section}:{broker.Setting}"))}."]
            : configured.Length > 1 ? [$"Tagalong:Queue has settings of several brokers ({string.Join(", ", configured.Select(static broker => broker.Section))}); keep those of one."]
            : [];
        if (errors.Length == 0)
        {
            configured[0].Register(builder.Services, section.GetSection(configured[0].Section));
        }

        var validation = new OneBroker(errors.Length > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success);
        builder.Services.AddCheck<ConsumeOptions>(validation);
        builder.Services.AddCheck<WatchOptions>(validation);
    }

    private sealed class OneBroker(ValidateOptionsResult result) : IValidateOptions<ConsumeOptions>, IValidateOptions<WatchOptions>
    {
        public ValidateOptionsResult Validate(string? name, ConsumeOptions options) => result;

        public ValidateOptionsResult Validate(string? name, WatchOptions options) => result;
    }
}
