using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Http;

/// <summary>Makes the entry of the request log, without the status of the response.</summary>
internal static class RequestRecorder
{
    public static RequestRecord Record(HttpRequest http, ApiRequest? request, DevUser? user, DateTimeOffset now)
    {
        var record = new RequestRecord
        {
            Time = now,
            Protocol = http.Protocol,
            Verb = request?.Verb ?? http.Method.ToLowerInvariant(),
            Path = http.Path.Value ?? "",
            Query = http.QueryString.Value ?? "",
            User = user?.Name ?? "",
            ContentType = http.ContentType is null ? null : RequestBody.MediaType(http),
        };
        return request?.Kind is not { } kind ? record : record with
        {
            Group = kind.Group,
            Resource = kind.Plural,
            Subresource = request.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
            DryRun = request.IsDryRun,
            FieldManager = request.Verb is "create" or "update" or "patch" ? FieldManagers.Of(http) : null,
        };
    }
}
