using Microsoft.Extensions.Options;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Validates the queues' names and the delays.</summary>
internal sealed class ConsumeValidation : IValidateOptions<ConsumeOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsumeOptions options)
    {
        var errors = new List<string>();
        if (options.Queues.Count == 0)
        {
            errors.Add("There is no queue to consume: name one with --queue NAME (Tagalong:Consume:Queues:0).");
        }

        if (options.Queues.Any(string.IsNullOrWhiteSpace))
        {
            errors.Add("Tagalong:Consume:Queues has an empty name.");
        }

        if (options.Queues.GroupBy(static queue => queue, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            errors.Add($"Tagalong:Consume:Queues names '{twice.Key}' more than once; raise Tagalong:Consume:Concurrency to handle more of its events at once.");
        }

        if (options.LongestRetryDelay < options.RetryDelay)
        {
            errors.Add("Tagalong:Consume:LongestRetryDelay is shorter than Tagalong:Consume:RetryDelay; raise the former or lower the latter.");
        }

        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }
}
