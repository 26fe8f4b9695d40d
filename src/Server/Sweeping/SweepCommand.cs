using System.CommandLine;
using Tagalong.Core.Sweeping;
using Tagalong.Server.CommandLine;

namespace Tagalong.Server.Sweeping;

/// <summary>The verb <c>sweep</c>: one pass, a summary on the standard output, and an exit code for the scheduler.</summary>
internal static class SweepCommand
{
    /// <param name="createHost">Composes the host from settings of the command line.</param>
    public static Verb Create(Func<string[], IHost> createHost)
    {
        var dryRun = new Option<bool>(SweepCommandLine.DryRun) { Description = "Only plan: send no write", Arity = ArgumentArity.Zero };
        var serverDryRun = new Option<bool>(SweepCommandLine.ServerDryRun) { Description = "Send every write, and let the API servers store nothing", Arity = ArgumentArity.Zero };
        var clusters = new Option<string[]>("--cluster") { Description = "Only this cluster; may be repeated; by default all", HelpName = "NAME" };
        var namespaces = new Option<string[]>(SweepCommandLine.Namespace) { Description = "Only this namespace; may be repeated; by default all", HelpName = "NAME" };
        var selector = new Option<string?>(SweepCommandLine.Selector) { Description = "Only objects with these labels, as in kubectl -l", HelpName = "LABELS" };
        Option[] options = [dryRun, serverDryRun, clusters, namespaces, selector];
        foreach (var option in options)
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(static token => token.Value.Length == 0))
                {
                    result.AddError($"{option.Name} needs a value.");
                }
            });
        }

        var verb = new Verb(
            "sweep",
            "Check all objects once, label those that events missed, and print a summary as JSON; the log goes to stderr",
            """
            Example:
              tagalong-server sweep --dry-run --namespace shop
            """,
            options,
            (parsed, settings) =>
            {
                var request = new SweepRequest
                {
                    Clusters = [.. parsed.GetValue(clusters) ?? []],
                    Namespaces = [.. parsed.GetValue(namespaces) ?? []],
                    Selector = parsed.GetValue(selector) ?? "",
                    Mode = SweepCommandLine.ModeOf(parsed.GetValue(dryRun), parsed.GetValue(serverDryRun)).Mode,
                };
                return RunAsync(createHost(settings), request, parsed.InvocationConfiguration.Output);
            });
        verb.Validators.Add(result =>
        {
            if (SweepCommandLine.ModeOf(result.GetValue(dryRun), result.GetValue(serverDryRun)).Error is { } error)
            {
                result.AddError(error);
            }
        });
        return verb;
    }

    private static async Task<int> RunAsync(IHost created, SweepRequest request, TextWriter output)
    {
        using var host = created;

        // Resolved before anything starts, so that a cluster that cannot be connected to is reported as an error of the configuration.
        var sweeper = host.Services.GetRequiredService<Sweeper>();
        await host.StartAsync(CancellationToken.None);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var summary = await sweeper.RunAsync(request, SweepId.New(host.Services.GetRequiredService<TimeProvider>()), progress: null, stopping);
        await output.WriteLineAsync(SweepSummaryJson.Write(summary));
        await host.StopAsync(CancellationToken.None);
        return SweepExitCode.ForServer(summary);
    }
}
