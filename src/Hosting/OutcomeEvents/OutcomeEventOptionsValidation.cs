using Microsoft.Extensions.Options;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Validates the sink of outcome events.</summary>
internal sealed class OutcomeEventOptionsValidation(IConfiguration configuration) : IValidateOptions<OutcomeEventOptions>
{
    /// <summary>The address of the sink; empty if there is none.</summary>
    public static string SinkOf(OutcomeEventOptions options, IConfiguration configuration) =>
        options.UseKSink ? configuration[SinkAddress.KSink] ?? "" : options.Sink;

    public ValidateOptionsResult Validate(string? name, OutcomeEventOptions options)
    {
        var sink = SinkOf(options, configuration);
        return options switch
        {
            { UseKSink: true, Sink.Length: > 0 } =>
                ValidateOptionsResult.Fail("Tagalong:OutcomeEvents:Sink and UseKSink are both set; set one of them."),
            { UseKSink: true } when sink.Length == 0 =>
                ValidateOptionsResult.Fail(
                    $"Tagalong:OutcomeEvents:UseKSink is set, but {SinkAddress.KSink} is not: create a Knative SinkBinding for the workload."),
            _ when sink.Length > 0 && !SinkAddress.IsValid(sink) =>
                ValidateOptionsResult.Fail(SinkAddress.Error(options.UseKSink ? SinkAddress.KSink : "Tagalong:OutcomeEvents:Sink")),
            _ => ValidateOptionsResult.Success,
        };
    }
}
