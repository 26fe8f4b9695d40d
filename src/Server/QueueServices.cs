using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.Server.AzureStorage;
using Tagalong.Server.Queues;
using Tagalong.Server.RabbitMq;

namespace Tagalong.Server;

/// <summary>Sets up the queue broker that is configured.</summary>
internal static class QueueServices
{
    private static readonly ImmutableArray<QueueKind> Kinds = [RabbitMqServices.Kind, AzureStorageServices.Kind];

    /// <summary>Adds the one <see cref="IQueueBroker"/> that has a section.</summary>
    public static void AddQueueBroker(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Tagalong:Queue");
        var check = new OneBroker(section);
        builder.Services.AddCheck<ConsumeOptions>(check);
        builder.Services.AddCheck<WatchOptions>(check);
        if (check.Errors() is [] && Kinds.SingleOrDefault(kind => section.GetSection(kind.Section).Exists()) is { } chosen)
        {
            chosen.Add(builder.Services, section.GetSection(chosen.Section));
        }
    }

    /// <summary>Checks that exactly one kind of queue is configured.</summary>
    private sealed class OneBroker(IConfigurationSection section) : IValidateOptions<ConsumeOptions>, IValidateOptions<WatchOptions>
    {
        public ValidateOptionsResult Validate(string? name, ConsumeOptions options) => Validate();

        public ValidateOptionsResult Validate(string? name, WatchOptions options) => Validate();

        public List<string> Errors() =>
            Kinds.Count(kind => section.GetSection(kind.Section).Exists()) switch
            {
                0 => [$"There is no broker: set {string.Join(" or ", Kinds.Select(static kind => $"Tagalong:Queue:{kind.Section}:{kind.Example}"))}."],
                1 => [],
                _ => [$"There are settings of several kinds of queues below Tagalong:Queue ({string.Join(", ", Kinds.Select(static kind => kind.Section))}); keep those of one."],
            };

        private ValidateOptionsResult Validate() => Errors() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }
}
