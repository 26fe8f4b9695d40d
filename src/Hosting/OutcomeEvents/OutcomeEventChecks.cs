using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Checks where events of outcomes are to go. An address may hold a secret and is not quoted.</summary>
internal sealed class OutcomeEventChecks(IConfiguration configuration) : IValidateOptions<OutcomeEventOptions>
{
    private const string KSink = "K_SINK";

    /// <summary>The address of the sink; empty if there is none.</summary>
    public static string SinkOf(OutcomeEventOptions options, IConfiguration configuration) =>
        options.UseKSink ? configuration[KSink] ?? "" : options.Sink;

    public ValidateOptionsResult Validate(string? name, OutcomeEventOptions options)
    {
        if (options is { UseKSink: true, Sink.Length: > 0 })
        {
            return ValidateOptionsResult.Fail("Tagalong:OutcomeEvents:Sink and UseKSink are both set; set one of them.");
        }

        var (setting, sink) = (options.UseKSink ? KSink : "Tagalong:OutcomeEvents:Sink", SinkOf(options, configuration));
        if (sink.Length == 0)
        {
            return options.UseKSink
                ? ValidateOptionsResult.Fail($"Tagalong:OutcomeEvents:UseKSink is set, and {KSink} is not: bind the workload to a sink by a SinkBinding.")
                : ValidateOptionsResult.Success;
        }

        return Uri.TryCreate(sink, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{setting} has to be an http or https address without a user's name in it, such as http://broker-ingress.knative-eventing.svc.cluster.local/shop/default.");
    }
}
