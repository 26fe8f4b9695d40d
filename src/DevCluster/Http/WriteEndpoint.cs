using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Listing;
using Tagalong.DevCluster.Patching;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Security;
using Tagalong.DevCluster.Storage;
using Tagalong.DevCluster.Writing;

namespace Tagalong.DevCluster.Http;

/// <summary>Creates, updates, patches and deletes.</summary>
internal sealed class WriteEndpoint(ObjectWriter writer, ObjectStore store)
{
    public async Task<Answer> AnswerAsync(
        HttpRequest http, ApiRequest request, DevUser user, IRepresentation representation, CancellationToken cancellationToken)
    {
        CheckDryRun(request);
        CheckFieldManager(http, request);
        return request.Verb switch
        {
            "create" => await CreateAsync(http, request, representation, cancellationToken),
            "update" => await UpdateAsync(http, request, representation, cancellationToken),
            "patch" => await PatchAsync(http, request, user, representation, cancellationToken),
            "delete" => await DeleteAsync(http, request, representation, cancellationToken),
            _ => await DeleteCollectionAsync(http, request, representation, cancellationToken),
        };
    }

    private async Task<Answer> CreateAsync(HttpRequest http, ApiRequest request, IRepresentation representation, CancellationToken cancellationToken)
    {
        var value = await RequestBody.ReadNewObjectAsync(http, cancellationToken);
        return Object(201, representation, writer.Create(request.Kind!, request.Namespace, value, OptionsOf(http, request)));
    }

    private async Task<Answer> UpdateAsync(HttpRequest http, ApiRequest request, IRepresentation representation, CancellationToken cancellationToken)
    {
        var value = await RequestBody.ReadNewObjectAsync(http, cancellationToken);
        return Object(200, representation, writer.Replace(request.Kind!, request.Namespace, request.Name!, value, OptionsOf(http, request)));
    }

    private async Task<Answer> PatchAsync(
        HttpRequest http, ApiRequest request, DevUser user, IRepresentation representation, CancellationToken cancellationToken)
    {
        var (kind, options, mediaType) = (request.Kind!, OptionsOf(http, request), RequestBody.MediaType(http));
        if (mediaType == PatchTypes.Apply)
        {
            CheckApply(request);
            var configuration = await RequestBody.ReadConfigurationAsync(http, cancellationToken);

            // To apply to what is not there is to create it, which takes the right to.
            options = options with { BeforeCreate = () => CheckMayCreate(user, request) };
            var (applied, isNew) = writer.Apply(kind, request.Namespace, request.Name!, configuration, options);
            return Object(isNew ? 201 : 200, representation, applied);
        }

        if (request.Query.ContainsKey("force"))
        {
            throw Refusals.InvalidOptions("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }

        var patch = PatchTypes.Find(mediaType, kind)
            ?? throw (kind.BuiltIn ? Refusals.UnsupportedMediaType() : Refusals.UnsupportedMediaType(PatchTypes.OfCustomResources));
        var body = await RequestBody.ReadAsync(http, cancellationToken);
        return Object(200, representation, writer.Patch(kind, request.Namespace, request.Name!, value => patch(value, body), options));
    }

    private async Task<Answer> DeleteAsync(HttpRequest http, ApiRequest request, IRepresentation representation, CancellationToken cancellationToken)
    {
        var options = await ReadDeleteOptionsAsync(http, request, cancellationToken);
        var (last, gone) = writer.Delete(request.Kind!, request.Namespace, request.Name!, options);
        return gone ? BodyAnswer.Of(Deleted(last)) : Object(200, representation, last);
    }

    private async Task<Answer> DeleteCollectionAsync(HttpRequest http, ApiRequest request, IRepresentation representation, CancellationToken cancellationToken)
    {
        var options = await ReadDeleteOptionsAsync(http, request, cancellationToken);
        var filter = request.Filter();
        var deleted = new List<StoredObject>();
        foreach (var stored in store.Current(request.Kind!).Objects.In(request.Namespace).Where(filter.Matches).ToList())
        {
            try
            {
                writer.Delete(stored.Kind, stored.Namespace, stored.Name, options);

                // The answer is the list as it was found.
                deleted.Add(stored);
            }
            catch (StatusException refusal) when (refusal.Status.Code == 404)
            {
                // It went with its owner, or somebody else was faster.
            }
        }

        var page = new ListPage(deleted, store.ResourceVersion, null, null);
        return BodyAnswer.Of(200, output => representation.WriteList(output, request.Kind!, page), representation.ContentType);
    }

    private static BodyAnswer Object(int statusCode, IRepresentation representation, StoredObject stored) =>
        BodyAnswer.Of(statusCode, output => representation.WriteObject(output, stored), representation.ContentType);

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
            throw Refusals.Forbidden(request.Kind!, request.Name, "");
        }
    }

    private static void CheckDryRun(ApiRequest request)
    {
        var given = request.Query["dryRun"].FirstOrDefault(word => word is not ("" or "All"));
        if (given is not null)
        {
            throw Refusals.InvalidOptions(OptionsNameOf(request), FieldError.NotSupported("dryRun", given, "All"));
        }
    }

    private static void CheckFieldManager(HttpRequest http, ApiRequest request)
    {
        if (FieldManagers.FaultOf(http) is { } fault)
        {
            throw Refusals.InvalidOptions(OptionsNameOf(request), fault);
        }
    }

    private static string OptionsNameOf(ApiRequest request) =>
        request.Verb switch { "create" => "CreateOptions", "update" => "UpdateOptions", "patch" => "PatchOptions", _ => "DeleteOptions" };

    private static void CheckApply(ApiRequest request)
    {
        if (request.Query["fieldManager"].ToString().Length == 0)
        {
            throw Refusals.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
        }
    }
}
