using System.Runtime.CompilerServices;

namespace Tagalong.Cli.Tests;

/// <summary>
/// Settings for the tool in tests, inherited by child processes: no limit for writes, a long timeout for slow machines, and
/// few retries for clusters that always fail.
/// </summary>
internal static class TestSettings
{
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("Tagalong__Limits__WritesPerSecond", "10000");
        Environment.SetEnvironmentVariable("Tagalong__Limits__WriteBurst", "10000");
        Environment.SetEnvironmentVariable("Tagalong__ApiCalls__AttemptTimeout", "00:01:00");
        Environment.SetEnvironmentVariable("Tagalong__Sweep__Patience", "00:00:01");
    }
}
