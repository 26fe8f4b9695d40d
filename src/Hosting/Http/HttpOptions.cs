using Tagalong.Core.Settings;

namespace Tagalong.Hosting.Http;

/// <summary>Limits of the event endpoint. Section <c>Tagalong:Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>The largest body; a larger one is rejected.</summary>
    /// <value>In bytes. Default: 4 MiB: an object of an API server's 1.5 MiB, before and after a change. At least 1 KiB.</value>
    [SettingRange(1024, 256 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a body may take to arrive; a slower one gets 503, and the sender may send it again.</summary>
    /// <value>Default: 20 seconds, of which a short body may take half. From 3 seconds to one hour.</value>
    [SettingRange(3, 3600)]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The most connections; further ones are closed. It applies to each port.</summary>
    /// <value>Default: 1 000. From 10 to 100 000.</value>
    [SettingRange(10, 100_000)]
    public int MaxConnections { get; set; } = 1000;

    /// <summary>
    /// The most memory for the bodies of all requests in progress; beyond it, senders get 429 with <c>Retry-After</c>. A sender gets
    /// more while it has no more than what is left for all others.
    /// </summary>
    /// <value>In bytes. Default: 64 MiB. At least 64 KiB.</value>
    [SettingRange(64 * 1024, int.MaxValue)]
    public int MaxBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most events in one batch; a larger batch is rejected.</summary>
    /// <value>Default: 1 000. From 1 to 100 000.</value>
    [SettingRange(1, 100_000)]
    public int MaxBatch { get; set; } = 1000;

    /// <summary>
    /// The most requests in progress; beyond it, senders get 429 with <c>Retry-After</c>. A sender gets more while it has no more
    /// than what is left for all others: half, if it is the only one.
    /// </summary>
    /// <value>Default: 256. From 1 to 100 000.</value>
    [SettingRange(1, 100_000)]
    public int MaxInFlight { get; set; } = 256;

    /// <summary>How many events of one batch are handled concurrently.</summary>
    /// <value>Default: 8. From 1 to 1 000.</value>
    [SettingRange(1, 1000)]
    public int BatchConcurrency { get; set; } = 8;

    /// <summary>How long a stopping process finishes requests in progress.</summary>
    /// <value>Default: 25 seconds, inside Kubernetes' grace period of 30. Up to one hour.</value>
    [SettingRange(0, 3600)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The <c>Retry-After</c> for senders where the API server did not give one.</summary>
    /// <value>Default: 2 seconds. From 1 second to one hour.</value>
    [SettingRange(1, 3600)]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);
}
