using System.Text.Json.Serialization;

namespace Tagalong.Core.Sweeping;

/// <summary>The data of an event that may request a sweep. A sender may have other members beside <c>sweep</c>.</summary>
/// <param name="Sweep">What to sweep; null if the event does not request a sweep.</param>
internal sealed record SweepTrigger(SweepTrigger.Selection? Sweep)
{
    /// <summary>Unknown members are errors: a sweep that ignored a misspelt member would write more than requested.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Selection(string[]? Clusters, string[]? Namespaces, string? Selector);
}
