using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Tagalong.FunctionsHost;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>The custom handler inside the test process, and what reaches its port.</summary>
internal static class HandlerPort
{
    private static readonly string[] AsHandler = ["FUNCTIONS_CUSTOMHANDLER_PORT=0", $"FUNCTIONS_APP_ROOT_PATH={Path.Combine(AppContext.BaseDirectory, "FunctionApp")}"];

    public static async Task<RunningServer> StartHandlerAsync(IEnumerable<string>? settings = null, TimeProvider? time = null)
    {
        var function = await RunningServer.StartAsync([.. AsHandler, .. settings ?? []], time: time);
        Checkout.Seed(function.Cluster);
        return function;
    }

    /// <summary>Invokes a function as the host does.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> InvokeAsync(this RunningServer handler, string function, string binding, TriggerData data)
    {
        using var request = Invocation(function, data.ToJson(binding, function));
        using var response = await handler.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static HttpRequestMessage Invocation(string function, string payload) => new(HttpMethod.Post, $"/{function}")
    {
        Headers = { { "X-Azure-Functions-InvocationId", "6a7fc2b6-35b3-4d18-a6c8-0a8ef0f4a39b" } },
        Content = new StringContent(payload, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
    };
}
