using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Patching;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Responses;
using Tagalong.DevCluster.Security;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster.Http;

/// <summary>Creates, updates, patches and deletes.</summary>
internal sealed class WriteEndpoint(ObjectWriter writer, ObjectStore store)
{
    public async Task<ApiResponse> HandleAsync(
        HttpRequest http, ApiRequest request, DevUser user, IRepresentation representation, CancellationToken cancellationToken)
    {
        if ((DryRunError(request) ?? FieldManagers.ErrorIn(http)) is { } error)
        {
            throw StatusErrors.InvalidOptions(OptionsNameOf(request), error);
        }

        var (kind, ns, name) = (request.Kind!, request.Namespace, request.Name!);
        switch (request.Verb)
        {
            case "create":
                var created = await RequestBody.ReadNewObjectAsync(http, cancellationToken);
                return Object(201, representation, writer.Create(kind, ns, created, OptionsOf(http, request)));
            case "update":
                var updated = await RequestBody.ReadNewObjectAsync(http, cancellationToken);
                return Object(200, representation, writer.Replace(kind, ns, name, updated, OptionsOf(http, request)));
            case "patch":
                return await PatchAsync(http, request, user, representation, cancellationToken);
            case "delete":
                var (last, gone) = writer.Delete(kind, ns, name, await ReadDeleteOptionsAsync(http, request, cancellationToken));
                return gone ? BodyResponse.Of(Deleted(last)) : Object(200, representation, last);
            default:
                return DeleteCollection(request, await ReadDeleteOptionsAsync(http, request, cancellationToken), representation);
        }
    }

    private async Task<ApiResponse> PatchAsync(
        HttpRequest http, ApiRequest request, DevUser user, IRepresentation representation, CancellationToken cancellationToken)
    {
        var (kind, options, mediaType) = (request.Kind!, OptionsOf(http, request), RequestBody.MediaType(http));
        if (mediaType == PatchTypes.Apply)
        {
            if (request.Query["fieldManager"].ToString().Length == 0)
            {
                throw StatusErrors.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
            }

            var configuration = await RequestBody.ReadConfigurationAsync(http, cancellationToken);

            // An apply to an object that does not exist creates it, and so needs that right too.
            options = options with { BeforeCreate = () => CheckMayCreate(user, request) };
            var (applied, isNew) = writer.Apply(kind, request.Namespace, request.Name!, configuration, options);
            return Object(isNew ? 201 : 200, representation, applied);
        }

        if (request.Query.ContainsKey("force"))
        {
            throw StatusErrors.InvalidOptions("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }

        var patch = PatchTypes.Find(mediaType, kind)
            ?? throw (kind.BuiltIn ? StatusErrors.UnsupportedMediaType() : StatusErrors.UnsupportedMediaType(PatchTypes.OfCustomResources));
        var body = await RequestBody.ReadAsync(http, cancellationToken);
        return Object(200, representation, writer.Patch(kind, request.Namespace, request.Name!, value => patch(value, body), options));
    }

    private BodyResponse DeleteCollection(ApiRequest request, DeleteOptions options, IRepresentation representation)
    {
        var filter = request.Filter();
        var deleted = new List<StoredObject>();
        foreach (var stored in store.Current(request.Kind!).Objects.In(request.Namespace).Where(filter.Matches).ToList())
        {
            try
            {
                writer.Delete(stored.Kind, stored.Namespace, stored.Name, options);

                // The response lists the objects as they were before.
                deleted.Add(stored);
            }
            catch (StatusException error) when (error.Status.Code == 404)
            {
                // It was deleted together with its owner, or by another client.
            }
        }

        var page = new ObjectPage(deleted, store.ResourceVersion, null, null);
        return BodyResponse.Of(200, output => representation.WriteList(output, request.Kind!, page));
    }

    private static BodyResponse Object(int statusCode, IRepresentation representation, StoredObject stored) =>
        BodyResponse.Of(statusCode, output => representation.WriteObject(output, stored));

    private static Status Deleted(StoredObject last) => new(200, null, null)
    {
        Details = new StatusDetails { Name = last.Name, Group = last.Kind.Group, Kind = last.Kind.Plural, Uid = last.Uid },
    };

    private static async Task<DeleteOptions> ReadDeleteOptionsAsync(HttpRequest http, ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, cancellationToken) as JsonObject;
        return DeleteOptions.Read(body, request.Query["propagationPolicy"], request.IsDryRun);
    }

    private static WriteOptions OptionsOf(HttpRequest http, ApiRequest request) => new()
    {
        FieldManager = FieldManagers.Of(http),
        Subresource = request.Subresource,
        DryRun = request.IsDryRun,
        Force = request.IsFlagSet("force"),
    };

    private static void CheckMayCreate(DevUser user, ApiRequest request)
    {
        if (!Users.IsAllowed(user, request with { Verb = "create" }))
        {
            throw StatusErrors.Forbidden(request.Kind!, request.Name, "");
        }
    }

    private static FieldError? DryRunError(ApiRequest request) =>
        request.Query["dryRun"].FirstOrDefault(word => word is not ("" or "All")) is { } unknown ? FieldError.NotSupported("dryRun", unknown, "All") : null;

    private static string OptionsNameOf(ApiRequest request) =>
        request.Verb switch { "create" => "CreateOptions", "update" => "UpdateOptions", "patch" => "PatchOptions", _ => "DeleteOptions" };
}
