using System.Net;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Authentication;

/// <summary>Sends the recorded event of a ReplicaSet that lacks its labels, with credentials.</summary>
internal static class Sending
{
    public static async Task<RunningFunction> StartAsync(IEnumerable<string> settings, TimeProvider? time = null)
    {
        var function = await RunningFunction.StartAsync(settings, time: time);
        Checkout.Seed(function.Cluster);
        return function;
    }

    public static Task<HttpResponseMessage> AnswerToTokenAsync(this RunningFunction function, string token) =>
        function.AnswerToAsync(("Authorization", $"Bearer {token}"));

    public static async Task<HttpResponseMessage> AnswerToAsync(this RunningFunction function, params (string Name, string Value)[] headers)
    {
        using var message = Checkout.ReplicaSet.ToMessage();
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
    }

    public static async Task<HttpStatusCode> StatusOfTokenAsync(this RunningFunction function, string token)
    {
        using var answer = await function.AnswerToTokenAsync(token);
        return answer.StatusCode;
    }

    public static async Task<HttpStatusCode> StatusOfKeyAsync(this RunningFunction function, string key)
    {
        using var answer = await function.AnswerToAsync(("X-Api-Key", key));
        return answer.StatusCode;
    }
}
