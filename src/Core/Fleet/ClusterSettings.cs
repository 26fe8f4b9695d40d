using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Fleet;

/// <summary>The names of the settings of clusters and imports.</summary>
internal static class ClusterSettings
{
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(ClusterOptions.Access), nameof(ClusterOptions.Kubeconfig), nameof(ClusterOptions.Context), nameof(ClusterOptions.Server),
        nameof(ClusterOptions.CertificateAuthority), nameof(ClusterOptions.TlsServerName), nameof(ClusterOptions.TokenFile),
        nameof(ClusterOptions.ClientCertificate), nameof(ClusterOptions.ClientKey), nameof(ClusterOptions.ResourceId),
        nameof(ClusterOptions.AllowLocalAccounts), nameof(ClusterOptions.Sources), nameof(ClusterOptions.Limits),
    ];

    public static IReadOnlyList<string> ImportNames { get; } =
    [
        nameof(ClusterImportOptions.Kubeconfig), nameof(ClusterImportOptions.Subscription), nameof(ClusterImportOptions.AksFleet),
        nameof(ClusterImportOptions.Names),
    ];

    public static IReadOnlyList<string> LimitNames { get; } =
    [
        nameof(ClusterLimitOptions.MaxEvents), nameof(ClusterLimitOptions.MaxCalls), nameof(ClusterLimitOptions.WritesPerSecond),
        nameof(ClusterLimitOptions.WriteBurst), nameof(ClusterLimitOptions.RetriesPerSecond), nameof(ClusterLimitOptions.BreakAtPercent),
        nameof(ClusterLimitOptions.BreakMinimumCalls), nameof(ClusterLimitOptions.BreakWindow), nameof(ClusterLimitOptions.Break),
        nameof(ClusterLimitOptions.LongestBreak),
    ];
}
