using Tagalong.Core.Settings;

namespace Tagalong.Hosting.Dispatching;

/// <summary>What the HTTP function takes in. Section <c>Tagalong:Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>The largest body that is read; a larger one is rejected.</summary>
    /// <value>In bytes. Default: 4 MiB: an object of an API server's 1.5 MiB, before and after a change. At least 1 KiB.</value>
    [SettingRange("Tagalong:Http:MaxBodyBytes", 1024, 256 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The most memory that the bodies in flight take together; a sender whose body finds no room is told to come back.</summary>
    /// <value>In bytes. Default: 64 MiB. At least 64 KiB.</value>
    [SettingRange("Tagalong:Http:MaxBytesInFlight", 64 * 1024, int.MaxValue)]
    public int MaxBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most events in one batch; a larger batch is rejected.</summary>
    /// <value>Default: 1 000. From 1 to 100 000.</value>
    [SettingRange("Tagalong:Http:MaxBatch", 1, 100_000)]
    public int MaxBatch { get; set; } = 1000;

    /// <summary>The most requests that are worked on at once; the rest is told to come back.</summary>
    /// <value>Default: 256. From 1 to 100 000.</value>
    [SettingRange("Tagalong:Http:MaxInFlight", 1, 100_000)]
    public int MaxInFlight { get; set; } = 256;

    /// <summary>How many events of one batch are worked on at once.</summary>
    /// <value>Default: 8. From 1 to 1 000.</value>
    [SettingRange("Tagalong:Http:BatchConcurrency", 1, 1000)]
    public int BatchConcurrency { get; set; } = 8;

    /// <summary>How long a stopping process goes on with what is in flight.</summary>
    /// <value>Default: 25 seconds, inside Kubernetes' grace period of 30. Up to one hour.</value>
    [SettingRange("Tagalong:Http:DrainTimeout", 0, 3600)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a sender is asked to wait where the API server did not say.</summary>
    /// <value>Default: 2 seconds. From 1 second to one hour.</value>
    [SettingRange("Tagalong:Http:RetryAfter", 1, 3600)]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);
}
