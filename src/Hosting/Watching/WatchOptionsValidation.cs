using Microsoft.Extensions.Options;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.Watching;

/// <summary>Validates the sink of the relay. An address may hold a secret and is not quoted.</summary>
internal sealed class WatchOptionsValidation(IConfiguration configuration) : IValidateOptions<WatchOptions>
{
    /// <summary>The address of the sink; empty if there is none.</summary>
    public static string SinkOf(WatchOptions options, IConfiguration configuration) =>
        options.Sink.Length > 0 ? options.Sink : configuration[SinkAddress.KSink] ?? "";

    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        var sink = SinkOf(options, configuration);
        switch (options)
        {
            case { Queue.Length: > 0, Apply: true }:
                errors.AddError("Set --queue (Tagalong:Watch:Queue) or --apply (Tagalong:Watch:Apply), not both.");
                break;
            case { Queue.Length: > 0, Sink.Length: > 0 }:
                errors.AddError("Set --queue (Tagalong:Watch:Queue) or --sink (Tagalong:Watch:Sink), not both.");
                break;
            case { Apply: true, Sink.Length: > 0 }:
                errors.AddError(
                    "Set --apply (Tagalong:Watch:Apply), so that this process writes the labels, or --sink (Tagalong:Watch:Sink), so that the sink does; not both.");
                break;
            case { Queue.Length: > 0 } or { Apply: true }:
                break;
            default:
                if (sink.Length == 0)
                {
                    errors.AddError(
                        "No destination is configured: set --apply to write labels from this process, --sink URL or --queue NAME to send events, or a Knative SinkBinding (K_SINK).");
                }
                else if (!SinkAddress.IsValid(sink))
                {
                    errors.AddError(SinkAddress.Error(options.Sink.Length > 0 ? "Tagalong:Watch:Sink (--sink)" : SinkAddress.KSink));
                }

                break;
        }

        foreach (var (setting, path) in ((string, string)[])[("SinkKeyFile", options.SinkKeyFile), ("SinkTokenFile", options.SinkTokenFile)])
        {
            if (path.Length > 0 && !File.Exists(path))
            {
                errors.AddError($"Tagalong:Watch:{setting} is '{path}', and there is no such file.");
            }
        }

        if (options is { SinkTokenFile.Length: > 0, SinkTokenScope.Length: > 0 })
        {
            errors.AddError("Set Tagalong:Watch:SinkTokenFile or Tagalong:Watch:SinkTokenScope, not both: the sink gets one token.");
        }

        if (options.SinkTokenScope.Length > 0 && !options.SinkTokenScope.EndsWith("/.default", StringComparison.Ordinal))
        {
            errors.AddError("Tagalong:Watch:SinkTokenScope has to end in /.default, such as https://eventgrid.azure.net/.default.");
        }

        if (options.SinkTokenScope.Length > 0 && Uri.TryCreate(sink, UriKind.Absolute, out var clear) && clear is { Scheme: "http", IsLoopback: false })
        {
            errors.AddError("Tagalong:Watch:SinkTokenScope sends a token of Entra ID, so the sink has to be an https address.");
        }

        if (CloudEventOverrides.Read(configuration).Error is { } error)
        {
            errors.AddError(error);
        }

        return errors.Build();
    }
}
