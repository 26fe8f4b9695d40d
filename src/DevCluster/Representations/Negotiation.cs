using Microsoft.Net.Http.Headers;
using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Representations;

/// <summary>Which representation a client wants most of those there are.</summary>
internal static class Negotiation
{
    private const string MetaGroup = "meta.k8s.io";

    /// <exception cref="StatusException">406, if the client takes none of them.</exception>
    public static IRepresentation Choose(HttpRequest request, TimeProvider time)
    {
        var accepted = request.Headers.Accept;
        if (accepted.Count == 0 || !MediaTypeHeaderValue.TryParseList(accepted, out var wanted))
        {
            return WholeObjects.Instance;
        }

        return wanted
            .Where(type => (type.Quality ?? 1) > 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => Find(type, request, time))
            .FirstOrDefault(found => found is not null)
            ?? throw Refusals.NotAcceptable("only the following media types are accepted: application/json, application/json;stream=watch");
    }

    private static IRepresentation? Find(MediaTypeHeaderValue type, HttpRequest request, TimeProvider time)
    {
        if (type.MediaType.Value is not ("application/json" or "application/*" or "*/*"))
        {
            return null;
        }

        var (target, group, version) = (Parameter(type, "as"), Parameter(type, "g"), Parameter(type, "v"));
        if (target is null)
        {
            return group is null ? WholeObjects.Instance : null;
        }

        return (target, group, version) switch
        {
            ("PartialObjectMetadata", MetaGroup, "v1") => new MetadataOnly(forLists: false),
            ("PartialObjectMetadataList", MetaGroup, "v1") => new MetadataOnly(forLists: true),
            ("Table", MetaGroup, "v1") => new Table(request.Query["includeObject"].ToString(), time),
            _ => null,
        };
    }

    private static string? Parameter(MediaTypeHeaderValue type, string name) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.Value;
}
