namespace Tagalong.Hosting.CloudEvents;

/// <summary>The address of a sink. It may hold a secret, so no error quotes it.</summary>
internal static class SinkAddress
{
    /// <summary>The variable that a Knative SinkBinding sets.</summary>
    public const string KSink = "K_SINK";

    public static bool IsValid(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;

    public static string Error(string setting) =>
        $"{setting} has to be an http or https address without a user name, such as http://broker-ingress.knative-eventing.svc.cluster.local/shop/default.";
}
