using Tagalong.Testing;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>Requests that come to the host from outside.</summary>
internal static class OutsideRequests
{
    /// <summary>Sends the recorded event of the ReplicaSet.</summary>
    public static async Task<int> SendAsync(this HostedLabeler labeler, string path, params (string Name, string Value)[] headers)
    {
        using var message = Checkout.ReplicaSet.ToMessage();
        message.RequestUri = new Uri(path, UriKind.Relative);
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await labeler.Host.SendAsync(message, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
