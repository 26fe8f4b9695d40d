using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.Invocations;

namespace Tagalong.FunctionsHost.Http;

/// <summary>The trigger metadata of an HTTP request: members of a JSON body, the query, the route, <c>Query</c> and <c>Headers</c>.</summary>
internal static class HttpBindingData
{
    /// <summary>Reads the body and rewinds it.</summary>
    public static async Task<BindingData> ReadAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        var data = new BindingData();
        data.AddMembersOf(body);
        foreach (var (name, value) in request.Query)
        {
            data[name] = value.ToString();
        }

        foreach (var (name, value) in request.RouteValues)
        {
            data[name] = value?.ToString();
        }

        data["Query"] = new JObject(request.Query.Select(static entry => new JProperty(entry.Key, entry.Value.ToString())));
        data["Headers"] = new JObject(request.Headers.Select(static header => new JProperty(header.Key, header.Value.ToString())));
        return data;
    }
}
