using Microsoft.Net.Http.Headers;

namespace Tagalong.DevCluster.Representations;

/// <summary>Chooses the supported representation that the client prefers.</summary>
internal static class ContentNegotiation
{
    private const string MetaGroup = "meta.k8s.io";

    private static readonly string[] IncludeObjectValues = ["", "None", "Metadata", "Object"];

    /// <exception cref="StatusException">406, if the client accepts none of them; 400, if <c>includeObject</c> is unknown.</exception>
    public static IRepresentation Choose(HttpRequest request, ResourceKind kind, TimeProvider time)
    {
        var accepted = request.Headers.Accept;
        if (accepted.Count == 0)
        {
            return WholeObjects.Instance;
        }

        if (!MediaTypeHeaderValue.TryParseList(accepted, out var wanted) || (kind.BuiltIn && !wanted.Any(IsRouted)))
        {
            throw kind.BuiltIn ? StatusErrors.NotAcceptable() : NoneAcceptable();
        }

        return wanted
            .Where(type => (type.Quality ?? 1) > 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => Find(type, request, time))
            .FirstOrDefault(found => found is not null)
            ?? throw NoneAcceptable();
    }

    private static StatusException NoneAcceptable() =>
        StatusErrors.NotAcceptable("only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    // Whether a request for a built-in kind reaches the handler, which then checks the parameters of the media type.
    private static bool IsRouted(MediaTypeHeaderValue type) =>
        type.MediaType.Value is "*/*" or "application/json" or "application/yaml" or "application/vnd.kubernetes.protobuf";

    private static IRepresentation? Find(MediaTypeHeaderValue type, HttpRequest request, TimeProvider time)
    {
        if (type.MediaType.Value is not ("application/json" or "application/*" or "*/*"))
        {
            return null;
        }

        return (Parameter(type, "as"), Parameter(type, "g"), Parameter(type, "v")) switch
        {
            (null, null, _) => WholeObjects.Instance,
            ("PartialObjectMetadata", MetaGroup, "v1") => new MetadataOnly(forLists: false),
            ("PartialObjectMetadataList", MetaGroup, "v1") => new MetadataOnly(forLists: true),
            ("Table", MetaGroup, "v1") => NewTable(request.Query["includeObject"].ToString(), time),
            _ => null,
        };
    }

    private static Table NewTable(string includeObject, TimeProvider time) => IncludeObjectValues.Contains(includeObject)
        ? new Table(includeObject, time)
        : throw StatusErrors.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: \"{includeObject}\": must be 'Metadata', 'Object', 'None', or empty");

    private static string? Parameter(MediaTypeHeaderValue type, string name) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.Value;
}
