using Tagalong.Core.Settings;

namespace Tagalong.Core.ApiServer;

/// <summary>Timeouts, retries and sizes of calls to an API server. Section <c>Tagalong:ApiCalls</c>.</summary>
public sealed class ApiCallOptions
{
    /// <summary>How long one attempt may take; of a list, how long its response may pause.</summary>
    /// <value>Default: 3 seconds. From 100 ms to one minute.</value>
    [SettingRange(0.1, 60)]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a call that failed for a transient reason is retried.</summary>
    /// <value>Default: 3. From 0 to 10.</value>
    [SettingRange(0, 10)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>How long after its start a call may start another attempt. Beyond that, the event's sender retries.</summary>
    /// <value>Default: 4 seconds. From zero to one minute.</value>
    [SettingRange(0, 60)]
    public TimeSpan RetryWindow { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>The delay before the first retry; it doubles with each retry and has jitter.</summary>
    /// <value>Default: 100 ms. From 1 ms to 10 seconds.</value>
    [SettingRange(0.001, 10)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The page size of lists, in objects.</summary>
    /// <value>Default: 500, as kubectl does. From 1 to 10 000.</value>
    [SettingRange(1, 10_000)]
    public int PageSize { get; set; } = 500;

    /// <summary>The largest response that is read; of a list, the largest object.</summary>
    /// <value>
    /// In bytes. Default: 16 MiB, more than any object: etcd stores 1.5 MiB, and an API server writes some characters, such as &lt;, as six.
    /// </value>
    [SettingRange(64 * 1024, 256 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 16 * 1024 * 1024;
}
