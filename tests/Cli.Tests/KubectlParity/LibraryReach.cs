using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>What <c>tagalong diff</c> does, in this process, as starting one for each case takes too long.</summary>
internal sealed class LibraryReach : IReaches
{
    private static readonly KeyValuePair<string, string?>[] WithoutRetries =
        [new("Tagalong:ApiCalls:MaxRetries", "0"), new("Tagalong:Sweep:Patience", "00:00:00")];

    public static LibraryReach Tagalong { get; } = new();

    /// <summary>Whether nothing depends on the variables of a process: on its proxies, its home folder or its PATH.</summary>
    public static bool Suffices(ParityCase parityCase) =>
        parityCase.Environment.All(static variable => variable is { Key: "KUBECONFIG", Value.Length: > 0 });

    public async Task<(bool IsSuccess, string Output)> ReachAsync(
        IReadOnlyDictionary<string, string> environment, string? kubeconfig, string? context, string folder, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string?>[] settings = [new("KUBECONFIG", environment["KUBECONFIG"]), .. WithoutRetries];
        var variables = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var arguments = new ConnectionArguments { Kubeconfig = kubeconfig, Contexts = context is null ? [] : [context] };
        try
        {
            await using var connection = Connection.Open(arguments, variables);
            var request = new SweepRequest { Mode = WriteMode.Plan, Clusters = connection.Clusters };
            var sweeper = connection.Services.GetRequiredService<Sweeper>();
            var summary = await sweeper.RunAsync(request, SweepId.New(TimeProvider.System), progress: null, cancellationToken);
            var results = summary.Clusters.Select(static cluster => $"{cluster.End} {cluster.Reason} {cluster.Detail}");
            return (summary.IsComplete, string.Join('\n', results));
        }
        catch (CommandException exception)
        {
            return (false, string.Join('\n', exception.Errors));
        }
    }
}
