using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tagalong.Cli.Commands;
using Tagalong.Core;
using Tagalong.Core.Fleet;
using Tagalong.Core.Kubeconfig;
using Tagalong.Core.Rules;
using Tagalong.Core.Settings;
using Tagalong.Hosting;

namespace Tagalong.Cli.Connecting;

/// <summary>The services of the core for the clusters and the policy of the command line.</summary>
internal sealed class Connection : IAsyncDisposable
{
    /// <summary>A person waits, so this is shorter than the default of a Job. Environment variables override it.</summary>
    private static readonly KeyValuePair<string, string?>[] Defaults = [new("Tagalong:Sweep:Patience", "00:00:10")];

    private readonly ServiceProvider _services;

    private Connection(ServiceProvider services, ClusterChoice choice, LabelPolicy policy) =>
        (_services, Clusters, Contexts, Policy) = (services, choice.Names, choice.Contexts, policy);

    public IServiceProvider Services => _services;

    /// <summary>The selected clusters; empty for the whole fleet, or for the one unnamed cluster.</summary>
    public ImmutableArray<string> Clusters { get; }

    /// <summary>Their contexts, in the same order; empty without a kubeconfig.</summary>
    public ImmutableArray<KubeconfigContext> Contexts { get; }

    public LabelPolicy Policy { get; }

    /// <summary>Creates the services. Nothing is sent to a cluster yet.</summary>
    /// <exception cref="CommandException">The policy, the kubeconfig or a setting has an error, or no cluster can be used.</exception>
    public static Connection Open(ConnectionArguments arguments) => Open(arguments, new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <inheritdoc cref="Open(ConnectionArguments)"/>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The environment variables.</param>
    public static Connection Open(ConnectionArguments arguments, IConfiguration environment)
    {
        var policy = PolicyChoice.Get(arguments.Policies);
        var choice = ClusterChoice.Of(arguments, environment);
        return new Connection(Compose(choice, policy, environment, arguments.IsVerbose), choice, policy);
    }

    private static ServiceProvider Compose(ClusterChoice choice, LabelPolicy policy, IConfiguration environment, bool isVerbose)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Defaults).AddConfiguration(environment).AddInMemoryCollection(choice.Settings).Build();
        var services = new ServiceCollection()
            .AddLogging(logging => ConfigureLogging(logging, isVerbose))
            .AddHostingSettings()
            .AddTagalong(configuration)
            .AddSingleton(policy)
            .BuildServiceProvider();
        try
        {
            services.GetRequiredService<StartupValidation>().Validate();
            services.GetRequiredService<ClusterRegistry>();
            return services;
        }
        catch (Exception exception) when (ErrorsOf(exception) is { } errors)
        {
            services.Dispose();
            throw new CommandException(errors);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static IReadOnlyList<string>? ErrorsOf(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException all when all.InnerExceptions.All(static inner => inner is OptionsValidationException) =>
            [.. all.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static invalid => invalid.Failures)],
        _ => null,
    };

    private static void ConfigureLogging(ILoggingBuilder logging, bool isVerbose)
    {
        logging.SetMinimumLevel(isVerbose ? LogLevel.Information : LogLevel.Error);
        if (!isVerbose)
        {
            // The result names the clusters at fault.
            logging.AddFilter(typeof(ClusterRegistry).FullName, LogLevel.None);
        }

        logging.AddSimpleConsole(static console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
