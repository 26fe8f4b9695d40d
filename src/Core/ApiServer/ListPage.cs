using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>The result of requesting one page of a list.</summary>
/// <param name="Answer">How the call ended, and where the list continues.</param>
/// <param name="Items">The wanted objects of the page; none where the call failed.</param>
/// <param name="Calls">How many calls were made.</param>
internal readonly record struct ListPage(ApiResult Answer, ImmutableArray<ObjectSnapshot> Items, int Calls)
{
    /// <summary>The JSON of the objects, empty where there was no room left; none where no texts were requested.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Texts { get => field.IsDefault ? [] : field; init; }

    /// <summary>The objects of the page that cannot be read, and so are not among the items.</summary>
    public ImmutableArray<UnreadableObject> Unreadable { get => field.IsDefault ? [] : field; init; }

    /// <summary>The resource version of the list; empty where the call failed.</summary>
    public string ResourceVersion { get => field ?? ""; init; }

    /// <summary>How many objects follow on later pages; null at the end, and where the API server does not say, as with a selector.</summary>
    public long? Remaining { get; init; }
}
