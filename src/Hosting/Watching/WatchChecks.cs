using Microsoft.Extensions.Options;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.Watching;

/// <summary>Checks where changes are to go. An address may hold a secret and is not quoted.</summary>
internal sealed class WatchChecks(IConfiguration configuration) : IValidateOptions<WatchOptions>
{
    private const string KSink = "K_SINK";

    /// <summary>The address of the sink; empty if there is none.</summary>
    public static string SinkOf(WatchOptions options, IConfiguration configuration) =>
        options.Sink.Length > 0 ? options.Sink : configuration[KSink] ?? "";

    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        var faults = new List<string>();
        var sink = SinkOf(options, configuration);
        if (options.Queue.Length > 0)
        {
            if (options.Apply || options.Sink.Length > 0)
            {
                faults.Add($"--queue and {(options.Apply ? "--apply" : "--sink")} are both given (Tagalong:Watch:Queue, Tagalong:Watch:{(options.Apply ? "Apply" : "Sink")}); give one of them.");
            }
        }
        else if (options is { Apply: true, Sink.Length: > 0 })
        {
            faults.Add("--apply and --sink are both given (Tagalong:Watch:Apply, Tagalong:Watch:Sink): either this process writes the labels, or the sink does; give one of them.");
        }
        else if (!options.Apply && sink.Length == 0)
        {
            faults.Add("There is nobody to tell of changes: give --apply, to have this process write the labels, or --sink URL, or --queue NAME, or bind the workload to a sink by a SinkBinding, which sets K_SINK.");
        }
        else if (!options.Apply && !(Uri.TryCreate(sink, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0))
        {
            faults.Add($"{(options.Sink.Length > 0 ? "Tagalong:Watch:Sink (--sink)" : KSink)} has to be an http or https address without a user's name in it, such as http://broker-ingress.knative-eventing.svc.cluster.local/shop/default.");
        }

        foreach (var (setting, path) in ((string, string)[])[("SinkKeyFile", options.SinkKeyFile), ("SinkTokenFile", options.SinkTokenFile)])
        {
            if (path.Length > 0 && !File.Exists(path))
            {
                faults.Add($"Tagalong:Watch:{setting} is '{path}', and there is no such file.");
            }
        }

        if (options is { SinkTokenFile.Length: > 0, SinkTokenScope.Length: > 0 })
        {
            faults.Add("Tagalong:Watch:SinkTokenFile and Tagalong:Watch:SinkTokenScope are both given, and the sink can be sent one token; give one of them.");
        }

        if (options.SinkTokenScope.Length > 0 && !options.SinkTokenScope.EndsWith("/.default", StringComparison.Ordinal))
        {
            faults.Add("Tagalong:Watch:SinkTokenScope has to end in /.default, such as https://eventgrid.azure.net/.default.");
        }

        if (options.SinkTokenScope.Length > 0 && Uri.TryCreate(sink, UriKind.Absolute, out var clear) && clear is { Scheme: "http", IsLoopback: false })
        {
            faults.Add("Tagalong:Watch:SinkTokenScope has a token of Entra ID sent, and the sink is no https address: whoever listens could use it.");
        }

        if (!Enum.IsDefined(options.SinkMode))
        {
            faults.Add($"Tagalong:Watch:SinkMode is {(int)options.SinkMode}; set one of {string.Join(", ", Enum.GetNames<SinkMode>())}.");
        }

        if (CloudEventOverrides.Read(configuration).Fault is { } fault)
        {
            faults.Add(fault);
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
