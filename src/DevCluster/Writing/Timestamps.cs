using System.Globalization;

namespace Tagalong.DevCluster.Writing;

/// <summary>Times as Kubernetes writes them: UTC, whole seconds.</summary>
internal static class Timestamps
{
    public static string Timestamp(this TimeProvider time) =>
        time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
