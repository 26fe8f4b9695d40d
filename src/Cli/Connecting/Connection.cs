using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Fleet;
using Tagalong.Core.Rules;
using Tagalong.Core.Settings;

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

    /// <summary>The contexts to which there is no way, each with the fault, where every context is meant and others are well.</summary>
    public ImmutableArray<(string Context, string Fault)> Broken { get; private init; } = [];

    /// <summary>Puts it together; nothing is sent to a cluster before it is needed.</summary>
    /// <exception cref="RefusedException">The policy, the kubeconfig or a setting is at fault, or there are no such clusters.</exception>
    public static Connection Open(ConnectionArguments arguments)
    {
        var policy = PolicyChoice.Get(arguments.Policies);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var choice = ClusterChoice.Of(arguments, environment);
        try
        {
            return new Connection(Compose(choice, policy, environment, arguments.IsVerbose), choice, policy);
        }
        catch (RefusedException) when (arguments.IsAllContexts && choice.Contexts.Length > 1)
        {
            return OpenWhatIsWell(choice, policy, environment, arguments.IsVerbose);
        }
    }

    /// <summary>A kubeconfig that has grown over years holds contexts whose files are gone; they are no reason to leave the others.</summary>
    private static Connection OpenWhatIsWell(ClusterChoice choice, LabelPolicy policy, IConfiguration environment, bool isVerbose)
    {
        var well = new List<KubeconfigContext>();
        var broken = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var context in choice.Contexts)
        {
            try
            {
                Compose(ClusterChoice.Of([context]), policy, environment, isVerbose).Dispose();
                well.Add(context);
            }
            catch (RefusedException refused)
            {
                broken.Add((context.Name, string.Join(' ', refused.Faults)));
            }
        }

        var rest = well.Count > 0 ? ClusterChoice.Of([.. well]) : choice;
        return new Connection(Compose(rest, policy, environment, isVerbose), rest, policy) { Broken = broken.ToImmutable() };
    }

    private static ServiceProvider Compose(ClusterChoice choice, LabelPolicy policy, IConfiguration environment, bool isVerbose)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults).AddConfiguration(environment).AddInMemoryCollection(choice.Settings).Build();
        var services = new ServiceCollection()
            .AddLogging(logging => ConfigureLogging(logging, isVerbose))
            .AddTagalong(configuration)
            .AddSingleton(policy)
            .BuildServiceProvider();
        try
        {
            services.GetRequiredService<StartupValidation>().Validate();
            services.GetRequiredService<ClusterRegistry>();
            return services;
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
