using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Lists the objects of one kind, page by page. Of a page no more is kept than the objects that are wanted, so the memory it
/// takes depends neither on the length of the list nor on the size of the objects.
/// </summary>
/// <remarks>
/// All pages show one moment, unless the API server forgets that moment on the way: then the rest is listed as it is by now.
/// What was made meanwhile under a name that was passed already is not in the list, but has an event of its own.
/// </remarks>
/// <param name="connection">The way to the API server.</param>
/// <param name="type">The kind.</param>
/// <param name="ns">The namespace; empty for all, and for cluster-scoped objects.</param>
/// <param name="metadataOnly">Whether the objects are to be shown by their metadata only.</param>
/// <param name="isWanted">Asked once or more of each object, on whatever thread reads it.</param>
internal sealed class ObjectPages(
    ClusterConnection connection, ResourceType type, string ns, bool metadataOnly, Func<ObjectSnapshot, bool> isWanted)
{
    private const int MostExpiries = 3;

    private string? _next = "";
    private int _restarts;
    private int _expiriesInARow;

    /// <summary>Whether the objects that are wanted are also handed on as the API server wrote them.</summary>
    public bool KeepsTexts { get; init; }

    /// <summary>A label selector that the API server is to go by.</summary>
    /// <value>Empty, the default, for none.</value>
    public string Selector { get; init; } = "";

    /// <summary>Whether a page that failed may be asked for again, by asking for the next one.</summary>
    /// <value>By default it may not: then it was the last.</value>
    public bool MayAskAgain { get; init; }

    /// <summary>The next page, or null at the end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ListPage?> NextAsync(CancellationToken cancellationToken)
    {
        for (var calls = 1; _next is not null; calls++)
        {
            var page = await connection.ListAsync(type, ns, _next, metadataOnly, Selector, isWanted, KeepsTexts, cancellationToken).ConfigureAwait(false);
            if (page.Answer.Status == ApiStatus.Expired && MayGoOn(page.Answer))
            {
                _next = page.Answer.Continue;
                continue;
            }

            _expiriesInARow = 0;
            _next = page.Answer switch
            {
                { Status: ApiStatus.Ok } => page.Answer.Continue.Length > 0 ? page.Answer.Continue : null,
                { Status: ApiStatus.Expired } => null,
                _ => MayAskAgain ? _next : null,
            };
            return page with { Calls = calls };
        }

        return null;
    }

    /// <summary>A long list may outlive many moments as long as it gets on; one that has to begin anew may never end.</summary>
    private bool MayGoOn(ApiResult expired) =>
        expired.Continue.Length > 0 ? _expiriesInARow++ < MostExpiries : _restarts++ < MostExpiries;
}
