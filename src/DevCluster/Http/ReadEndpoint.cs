using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Watching;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster.Http;

/// <summary>Gets, lists and watches.</summary>
internal sealed class ReadEndpoint(ObjectStore store, DevApiServerOptions options, Entropy entropy)
{
    // A watch that names no timeout is ended after 30 to 60 minutes, so that not all of them come back at once.
    private const int ShortestWatchSeconds = 1800;

    private readonly ObjectListing _listing = new(store);

    public Answer Answer(ApiRequest request, IRepresentation representation)
    {
        var kind = request.Kind!;
        if (request.Verb == "get")
        {
            var stored = store.Find(kind, request.Namespace, request.Name!) ?? throw Refusals.NotFound(kind, request.Name!);
            return BodyAnswer.Of(StatusCodes.Status200OK, output => representation.WriteObject(output, stored), representation.ContentType);
        }

        var (filter, listOptions) = (request.Filter(), ListOptions.Read(request));
        if (request.Verb == "list")
        {
            var page = _listing.List(kind, filter, listOptions);
            return BodyAnswer.Of(StatusCodes.Status200OK, output => representation.WriteList(output, kind, page), representation.ContentType);
        }

        var timeout = listOptions.Timeout ?? TimeSpan.FromSeconds(entropy.Between(ShortestWatchSeconds, 2 * ShortestWatchSeconds));
        return new WatchAnswer(store, kind, filter, listOptions, representation, timeout, options.BookmarkInterval, options.TimeProvider);
    }
}
