using Microsoft.Net.Http.Headers;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Representations;

/// <summary>Which representation a client wants most of those there are.</summary>
internal static class Negotiation
{
    private const string MetaGroup = "meta.k8s.io";

    private static readonly string[] Shown = ["", "None", "Metadata", "Object"];

    /// <exception cref="StatusException">406, if the client takes none of them; 400, if it wants a table with what there is not.</exception>
    public static IRepresentation Choose(HttpRequest request, ResourceKind kind, TimeProvider time)
    {
        var accepted = request.Headers.Accept;
        if (accepted.Count == 0)
        {
            return WholeObjects.Instance;
        }

        if (!MediaTypeHeaderValue.TryParseList(accepted, out var wanted) || (kind.BuiltIn && !wanted.Any(IsRouted)))
        {
            throw kind.BuiltIn
                ? new StatusException(new Status(406, "NotAcceptable", "406: Not Acceptable") { Details = new StatusDetails() })
                : NoneAcceptable();
        }

        return wanted
            .Where(type => (type.Quality ?? 1) > 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .Select(type => Find(type, request, time))
            .FirstOrDefault(found => found is not null)
            ?? throw NoneAcceptable();
    }

    private static StatusException NoneAcceptable() =>
        Refusals.NotAcceptable("only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    // Whether a request for a built-in kind finds its way to the handler at all, which then looks closer.
    private static bool IsRouted(MediaTypeHeaderValue type) =>
        type.MediaType.Value is "*/*" or "application/json" or "application/yaml" or "application/vnd.kubernetes.protobuf";

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
            ("Table", MetaGroup, "v1") => NewTable(request.Query["includeObject"].ToString(), time),
            _ => null,
        };
    }

    private static Table NewTable(string includeObject, TimeProvider time) => Shown.Contains(includeObject)
        ? new Table(includeObject, time)
        : throw Refusals.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: \"{includeObject}\": must be 'Metadata', 'Object', 'None', or empty");

    private static string? Parameter(MediaTypeHeaderValue type, string name) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.Value;
}
