using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Owners;

/// <summary>Where the labels of a rule's sources are had from.</summary>
internal interface ISourceLabels
{
    /// <summary>Gets them, as far as the rule asks for them.</summary>
    /// <param name="match">The rule, and the owner.</param>
    /// <param name="target">The object that is to get labels.</param>
    /// <param name="since">The ticket from which on a read counts as live.</param>
    /// <param name="onlyLive">Whether to take nothing that was read before.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask<SourceLookup> ReadAsync(RuleMatch match, ObjectSnapshot target, long since, bool onlyLive, CancellationToken cancellationToken);
}
