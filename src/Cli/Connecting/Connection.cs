using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Fleet;
using Tagalong.Core.Policies;

namespace Tagalong.Cli.Connecting;

/// <summary>The core, put together for the clusters and the policy that the command line names.</summary>
internal sealed class Connection : IAsyncDisposable
{
    /// <summary>A person waits: shorter than what a Job bears with. Any setting of the environment is stronger.</summary>
    private static readonly KeyValuePair<string, string?>[] Defaults = [new("Tagalong:Sweep:Patience", "00:00:10")];

    private readonly ServiceProvider _services;

    private Connection(ServiceProvider services, ClusterChoice choice, LabelPolicy policy) =>
        (_services, Clusters, Contexts, Policy) = (services, choice.Names, choice.Contexts, policy);

    /// <summary>The core.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The names of the clusters that were chosen; empty for all that the fleet has, or the one that nobody named.</summary>
    public ImmutableArray<string> Clusters { get; }

    /// <summary>The contexts of a kubeconfig that they are, in the same order; empty where no kubeconfig tells of them.</summary>
    public ImmutableArray<KubeconfigContext> Contexts { get; }

    /// <summary>The policy.</summary>
    public LabelPolicy Policy { get; }

    /// <summary>Puts it together; nothing is sent to a cluster before it is needed.</summary>
    /// <exception cref="RefusedException">The policy, the kubeconfig or a setting is at fault, or there are no such clusters.</exception>
    public static Connection Open(ConnectionArguments arguments)
    {
        var policy = PolicyChoice.Get(arguments.Policies);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var choice = ClusterChoice.Of(arguments, environment);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults).AddConfiguration(environment).AddInMemoryCollection(choice.Settings).Build();
        var services = new ServiceCollection()
            .AddLogging(logging => ConfigureLogging(logging, arguments.IsVerbose))
            .AddTagalong(configuration)
            .AddSingleton(policy)
            .BuildServiceProvider();
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            services.GetRequiredService<ClusterCatalog>();
            return new Connection(services, choice, policy);
        }
        catch (Exception fault) when (FaultsOf(fault) is { } faults)
        {
            services.Dispose();
            throw new RefusedException(faults);
        }
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static IReadOnlyList<string>? FaultsOf(Exception exception) => exception switch
    {
        OptionsValidationException fault => [.. fault.Failures],
        AggregateException several when several.InnerExceptions.All(static inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static fault => fault.Failures)],
        _ => null,
    };

    private static void ConfigureLogging(ILoggingBuilder logging, bool isVerbose)
    {
        logging.SetMinimumLevel(isVerbose ? LogLevel.Information : LogLevel.Error);
        logging.AddSimpleConsole(static console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
