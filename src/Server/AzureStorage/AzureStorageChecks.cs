using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Tagalong.Core.Watching;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>Checks an account's address, and that the queues' names are ones that Azure Storage knows.</summary>
internal sealed partial class AzureStorageChecks
    : IValidateOptions<AzureStorageOptions>, IValidateOptions<ConsumeOptions>, IValidateOptions<WatchOptions>
{
    /// <remarks>An address may hold a signature and is not quoted.</remarks>
    public ValidateOptionsResult Validate(string? name, AzureStorageOptions options)
    {
        var faults = new List<string>();
        if (!(Uri.TryCreate(options.Account, UriKind.Absolute, out var account)
            && account is { Scheme: "https", Query: "", Fragment: "", UserInfo: "" }
            && (account.HostNameType != UriHostNameType.Dns || account.AbsolutePath == "/")))
        {
            faults.Add("Tagalong:Queue:AzureStorage:Account has to be https://ACCOUNT.queue.core.windows.net, without a queue, a key or a signature: what lets in is the identity of Tagalong:Azure.");
        }

        if (options.VisibilityTimeout.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            faults.Add($"Tagalong:Queue:AzureStorage:VisibilityTimeout is {options.VisibilityTimeout:c}; set whole seconds.");
        }

        if (options.LongestPollDelay < options.PollDelay)
        {
            faults.Add("Tagalong:Queue:AzureStorage:LongestPollDelay is shorter than Tagalong:Queue:AzureStorage:PollDelay; raise it, or lower that.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    public ValidateOptionsResult Validate(string? name, ConsumeOptions options) => FaultsOf("Tagalong:Consume:Queues", options.Queues);

    public ValidateOptionsResult Validate(string? name, WatchOptions options) => FaultsOf("Tagalong:Watch:Queue", [options.Queue]);

    /// <remarks>There has to be room for the suffix of the dead letters.</remarks>
    private static ValidateOptionsResult FaultsOf(string setting, IEnumerable<string> queues) =>
        queues.Where(static queue => queue.Length > 0 && !Name().IsMatch(queue)).ToList() is { Count: > 0 } wrong
            ? ValidateOptionsResult.Fail(wrong.Select(queue =>
                $"{setting} has '{queue}', and no queue of Azure Storage is called that: set 3 to 56 lower-case letters and digits, with single hyphens in between."))
            : ValidateOptionsResult.Success;

    [GeneratedRegex("^(?=.{3,56}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
