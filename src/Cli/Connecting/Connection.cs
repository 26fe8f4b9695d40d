using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tagalong.Cli.Commands;
using Tagalong.Core;
using Tagalong.Core.Fleet;
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

    /// <summary>With <c>--all-contexts</c>, the contexts that cannot be used, each with the error, if at least one other can.</summary>
    public ImmutableArray<(string Context, string Error)> Broken { get; private init; } = [];

    /// <summary>Creates the services. Nothing is sent to a cluster yet.</summary>
    /// <exception cref="CommandException">The policy, the kubeconfig or a setting has an error, or there are no such clusters.</exception>
    public static Connection Open(ConnectionArguments arguments)
    {
        var policy = PolicyChoice.Get(arguments.Policies);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var choice = ClusterChoice.Of(arguments, environment);
        try
        {
            return new Connection(Compose(choice, policy, environment, arguments.IsVerbose), choice, policy);
        }
        catch (CommandException) when (arguments.IsAllContexts && choice.Contexts.Length > 1)
        {
            return OpenUsable(choice, policy, environment, arguments.IsVerbose);
        }
    }

    /// <summary>Old kubeconfigs often have contexts whose files are gone; the others are still used.</summary>
    private static Connection OpenUsable(ClusterChoice choice, LabelPolicy policy, IConfiguration environment, bool isVerbose)
    {
        var usable = new List<KubeconfigContext>();
        var broken = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var context in choice.Contexts)
        {
            try
            {
                Compose(ClusterChoice.Of([context]), policy, environment, isVerbose).Dispose();
                usable.Add(context);
            }
            catch (CommandException exception)
            {
                broken.Add((context.Name, string.Join(' ', exception.Errors)));
            }
        }

        var rest = usable.Count > 0 ? ClusterChoice.Of([.. usable]) : choice;
        return new Connection(Compose(rest, policy, environment, isVerbose), rest, policy) { Broken = broken.ToImmutable() };
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
        logging.AddSimpleConsole(static console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
