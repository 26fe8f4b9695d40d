using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Owners;

/// <summary>Where the labels of a rule's sources come from.</summary>
internal interface ISourceLabels
{
    /// <summary>Gets the labels of those sources that the rule uses.</summary>
    /// <param name="match">The rule, and the owner.</param>
    /// <param name="target">The object that gets the labels.</param>
    /// <param name="since">The ticket from which on a read counts as live.</param>
    /// <param name="onlyLive">Whether no earlier read may be used.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<SourceLookup> ReadAsync(RuleMatch match, ObjectSnapshot target, long since, bool onlyLive, CancellationToken cancellationToken);
}
