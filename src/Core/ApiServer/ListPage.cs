using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>What came of asking for one page of a list.</summary>
/// <param name="Answer">How the call ended, and where the list goes on.</param>
/// <param name="Items">Those objects of the page that were wanted; none where the call failed.</param>
/// <param name="Calls">How many calls it took.</param>
internal readonly record struct ListPage(ApiResult Answer, ImmutableArray<ObjectSnapshot> Items, int Calls)
{
    /// <summary>The objects as the API server wrote them, where that was asked for; else none.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Texts { get => field.IsDefault ? [] : field; init; }

    /// <summary>The version of the resource that the page shows; empty where the call failed.</summary>
    public string ResourceVersion { get => field ?? ""; init; }

    /// <summary>How many objects follow on later pages; null at the end, and where the API server does not tell, as with a selector.</summary>
    public long? Remaining { get; init; }
}
