using System.Collections.Immutable;
using Tagalong.Core;

namespace Tagalong.Functions.Queues;

/// <summary>Sets up the broker that is configured.</summary>
internal static class QueueServices
{
    private static readonly ImmutableArray<QueueKind> Kinds = [RabbitMqServices.Kind, AzureStorageServices.Kind];

    /// <summary>Adds the one <see cref="IQueueBroker"/> whose section there is.</summary>
    public static void AddQueueBroker(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Tagalong:Queue");
        if (FaultsOf(section) is [] && Kinds.SingleOrDefault(kind => section.GetSection(kind.Section).Exists()) is { } chosen)
        {
            chosen.Add(builder.Services, section.GetSection(chosen.Section));
        }
    }

    /// <summary>What is wrong with the choice, a sentence each.</summary>
    public static IReadOnlyList<string> FaultsOf(IConfiguration configuration) => FaultsOf(configuration.GetSection("Tagalong:Queue"));

    private static List<string> FaultsOf(IConfigurationSection section) =>
        UnknownSettings.In(section, [.. Kinds.Select(static kind => kind.Section)]).ToList() is { Count: > 0 } unknown
            ? unknown
            : Kinds.Count(kind => section.GetSection(kind.Section).Exists()) switch
            {
                0 => [$"There is no broker: set {string.Join(" or ", Kinds.Select(static kind => $"Tagalong:Queue:{kind.Section}:{kind.Example}"))}."],
                1 => [],
                _ => [$"There are settings of several kinds of queues below Tagalong:Queue ({string.Join(", ", Kinds.Select(static kind => kind.Section))}); keep those of one."],
            };
}
