using System.Net;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.Authentication;

/// <summary>Sends the recorded event of a ReplicaSet that lacks its labels, with credentials.</summary>
internal static class Sending
{
    public static async Task<RunningServer> StartAsync(IEnumerable<string> settings, TimeProvider? time = null)
    {
        var function = await RunningServer.StartAsync(settings, time: time);
        Checkout.Seed(function.Cluster);
        return function;
    }

    public static Task<HttpResponseMessage> AnswerToTokenAsync(this RunningServer function, string token) =>
        function.AnswerToAsync(("Authorization", $"Bearer {token}"));

    public static async Task<HttpResponseMessage> AnswerToAsync(this RunningServer function, params (string Name, string Value)[] headers)
    {
        using var message = Checkout.ReplicaSet.ToMessage();
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
    }

    public static async Task<HttpStatusCode> StatusOfTokenAsync(this RunningServer function, string token)
    {
        using var answer = await function.AnswerToTokenAsync(token);
        return answer.StatusCode;
    }

    public static async Task<HttpStatusCode> StatusOfKeyAsync(this RunningServer function, string key)
    {
        using var answer = await function.AnswerToAsync(("X-Api-Key", key));
        return answer.StatusCode;
    }
}
