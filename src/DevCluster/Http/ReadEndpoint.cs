using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Responses;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Watching;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster.Http;

/// <summary>Gets, lists and watches.</summary>
internal sealed class ReadEndpoint(ObjectStore store, RandomSource random, TimeProvider time, TimeSpan bookmarkInterval)
{
    // A watch without a timeout ends after 30 to 60 minutes, so that not all of them are started again at once.
    private const int ShortestWatchSeconds = 1800;

    private readonly ObjectListing _listing = new(store);

    public ApiResponse Handle(ApiRequest request, IRepresentation representation)
    {
        var kind = request.Kind!;
        if (request.Verb == "get")
        {
            var stored = store.Find(kind, request.Namespace, request.Name!) ?? throw StatusErrors.NotFound(kind, request.Name!);
            return BodyResponse.Of(StatusCodes.Status200OK, output => representation.WriteObject(output, stored));
        }

        var (filter, options) = (request.Filter(), ListOptions.Read(request));
        if (request.Verb == "list")
        {
            var page = _listing.List(kind, filter, options);
            return BodyResponse.Of(StatusCodes.Status200OK, output => representation.WriteList(output, kind, page));
        }

        var timeout = options.Timeout ?? TimeSpan.FromSeconds(random.Between(ShortestWatchSeconds, 2 * ShortestWatchSeconds));
        return new WatchResponse(store, kind, filter, options, representation, timeout, bookmarkInterval, time);
    }
}
