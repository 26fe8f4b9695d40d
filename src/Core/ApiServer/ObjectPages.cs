using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Lists the objects of one kind, page by page. Only the wanted objects of a page are kept, so the memory depends neither on the length of the
/// list nor on the size of the objects.
/// </summary>
/// <remarks>
/// All pages show the state at one resource version, unless that version expires during the list: then the rest is listed in its current state.
/// An object that was created meanwhile under a name that was passed already is not in the list, but has an event. <c>isWanted</c> is called once or more
/// for each object, on the thread that reads it; <c>ns</c> is empty for all namespaces, and for cluster-scoped objects.
/// </remarks>
internal sealed class ObjectPages(
    ApiServerClient connection, ResourceType type, string ns, bool metadataOnly, Func<ObjectSnapshot, bool> isWanted)
{
    private const int MostExpiries = 3;

    private string? _next = "";
    private int _restarts;
    private int _expiriesInARow;

    /// <inheritdoc cref="ListBody.MostTextBytes"/>
    public int MostTextBytes { get; init; }

    /// <summary>The label selector.</summary>
    /// <value>Empty, the default, for none.</value>
    public string Selector { get; init; } = "";

    /// <summary>Whether <see cref="NextAsync"/> requests a page that failed again.</summary>
    /// <value>Default: false; a page that failed is the last.</value>
    public bool MayAskAgain { get; init; }

    /// <summary>The next page, or null at the end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ListPage?> NextAsync(CancellationToken cancellationToken)
    {
        for (var calls = 1; _next is not null; calls++)
        {
            var page = await connection.ListAsync(type, ns, _next, metadataOnly, Selector, isWanted, MostTextBytes, cancellationToken).ConfigureAwait(false);
            if (page.Answer.Status == ApiStatus.Expired && MayContinue(page.Answer))
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

    /// <summary>A long list may expire often as long as it progresses; one that starts over again and again might never end.</summary>
    private bool MayContinue(ApiResult expired) =>
        expired.Continue.Length > 0 ? _expiriesInARow++ < MostExpiries : _restarts++ < MostExpiries;
}
