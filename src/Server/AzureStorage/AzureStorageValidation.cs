using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Tagalong.Core.Watching;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>Validates the account's address, and the queues' names by the rules of Azure Storage.</summary>
internal sealed partial class AzureStorageValidation
    : IValidateOptions<AzureStorageOptions>, IValidateOptions<ConsumeOptions>, IValidateOptions<WatchOptions>
{
    /// <remarks>An address may contain a signature and is not quoted.</remarks>
    public ValidateOptionsResult Validate(string? name, AzureStorageOptions options)
    {
        var errors = new List<string>();
        if (!(Uri.TryCreate(options.Account, UriKind.Absolute, out var account)
            && account is { Scheme: "https", Query: "", Fragment: "", UserInfo: "" }
            && (account.HostNameType != UriHostNameType.Dns || account.AbsolutePath == "/")))
        {
            errors.Add("Tagalong:Queue:AzureStorage:Account has to be https://ACCOUNT.queue.core.windows.net, without a queue, a key or a signature: the identity of Tagalong:Azure authenticates.");
        }

        if (options.VisibilityTimeout.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            errors.Add($"Tagalong:Queue:AzureStorage:VisibilityTimeout is {options.VisibilityTimeout:c}; set whole seconds.");
        }

        if (options.LongestPollDelay < options.PollDelay)
        {
            errors.Add("Tagalong:Queue:AzureStorage:LongestPollDelay is shorter than Tagalong:Queue:AzureStorage:PollDelay; raise the former or lower the latter.");
        }

        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    public ValidateOptionsResult Validate(string? name, ConsumeOptions options) => ValidateNames("Tagalong:Consume:Queues", options.Queues);

    public ValidateOptionsResult Validate(string? name, WatchOptions options) => ValidateNames("Tagalong:Watch:Queue", [options.Queue]);

    private static ValidateOptionsResult ValidateNames(string setting, IEnumerable<string> queues) =>
        queues.Where(static queue => queue.Length > 0 && !Name().IsMatch(queue)).ToList() is { Count: > 0 } wrong
            ? ValidateOptionsResult.Fail(wrong.Select(queue =>
                $"{setting} has '{queue}', which is not a name of a queue in Azure Storage: set 3 to 56 lower-case letters and digits, with single hyphens between them."))
            : ValidateOptionsResult.Success;

    /// <summary>A name of up to 63 characters, less the suffix of the dead letters.</summary>
    [GeneratedRegex("^(?=.{3,56}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
