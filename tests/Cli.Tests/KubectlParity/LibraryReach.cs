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
    private static readonly KeyValuePair<string, string?>[] WithoutRetries = [new("Tagalong:ApiCalls:MaxRetries", "0"), new("Tagalong:Sweep:Patience", "00:00:00")];

    public static LibraryReach Tagalong { get; } = new();

    /// <summary>Whether nothing depends on the variables of a process: on its proxies, its home folder or its PATH.</summary>
    public static bool Suffices(ParityCase parityCase) => parityCase.Environment.All(static variable => variable is { Key: "KUBECONFIG", Value.Length: > 0 });

    public async Task<(bool IsSuccess, string Output)> ReachAsync(
        ParityCase parityCase, IReadOnlyDictionary<string, string> environment, string? kubeconfig, string folder, CancellationToken cancellationToken)
    {
        var variables = new ConfigurationBuilder().AddInMemoryCollection([new("KUBECONFIG", environment["KUBECONFIG"]), .. WithoutRetries]).Build();
        var arguments = new ConnectionArguments { Kubeconfig = kubeconfig, Contexts = parityCase.Context is { } context ? [context] : [] };
        try
        {
            await using var connection = Connection.Open(arguments, variables);
            var request = new SweepRequest { Mode = WriteMode.Plan, Clusters = connection.Clusters };
            var summary = await connection.Services.GetRequiredService<Sweeper>().RunAsync(request, SweepId.New(TimeProvider.System), progress: null, cancellationToken);
            return (summary.IsComplete, string.Join('\n', summary.Clusters.Select(static cluster => $"{cluster.End} {cluster.Reason} {cluster.Detail}")));
        }
        catch (CommandException exception)
        {
            return (false, string.Join('\n', exception.Errors));
        }
    }
}
