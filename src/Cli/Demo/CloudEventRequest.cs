using System.Globalization;
using System.Net.Http.Headers;

namespace Tagalong.Cli.Demo;

/// <summary>A change as Knative's ApiServerSource sends it in Resource mode: a CloudEvent in HTTP's binary mode.</summary>
internal static class CloudEventRequest
{
    /// <summary>The type of an event that tells of an update.</summary>
    public const string UpdateType = TypePrefix + "update";

    private const string TypePrefix = "dev.knative.apiserver.resource.";

    public static string TypeOf(WatchedChange change) => TypePrefix + change.Verb;

    /// <summary>Makes the request.</summary>
    /// <param name="change">The change.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="function">Where to post it.</param>
    /// <param name="apiServer">Where it comes from.</param>
    /// <param name="now">The event's time.</param>
    public static HttpRequestMessage Make(WatchedChange change, string id, Uri function, Uri apiServer, DateTimeOffset now)
    {
        var kind = change.Object.Kind;
        var request = new HttpRequestMessage(HttpMethod.Post, function) { Content = new ByteArrayContent(change.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var headers = request.Headers;
        headers.Add("Ce-Specversion", "1.0");
        headers.Add("Ce-Id", id);
        headers.Add("Ce-Type", TypeOf(change));
        headers.Add("Ce-Source", apiServer.GetLeftPart(UriPartial.Authority));
        headers.Add("Ce-Subject", $"/apis/{kind.ApiVersion}/namespaces/{ObjectName.Namespace}/{kind.Plural}/{change.Object.Name}");
        headers.Add("Ce-Time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        headers.Add("Ce-Apiversion", kind.ApiVersion);
        headers.Add("Ce-Kind", kind.Kind);
        headers.Add("Ce-Namespace", ObjectName.Namespace);
        headers.Add("Ce-Name", change.Object.Name);
        headers.Add("Kn-Namespace", "default");
        return request;
    }
}
