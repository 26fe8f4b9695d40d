using Microsoft.Extensions.Options;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Checks that there is something to consume.</summary>
internal sealed class ConsumeChecks : IValidateOptions<ConsumeOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsumeOptions options)
    {
        var faults = new List<string>();
        if (options.Queues.Count == 0)
        {
            faults.Add("There is no queue to consume: name one by --queue NAME (Tagalong:Consume:Queues:0).");
        }

        if (options.Queues.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add("Tagalong:Consume:Queues has an empty name.");
        }

        if (options.Queues.GroupBy(static queue => queue, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            faults.Add($"Tagalong:Consume:Queues names '{twice.Key}' more than once; raise Tagalong:Consume:Concurrency to work on more of it at once.");
        }

        if (options.LongestRetryDelay < options.RetryDelay)
        {
            faults.Add("Tagalong:Consume:LongestRetryDelay is shorter than Tagalong:Consume:RetryDelay; raise it, or lower that.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
