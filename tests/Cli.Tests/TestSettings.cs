using System.Runtime.CompilerServices;

namespace Tagalong.Cli.Tests;

/// <summary>
/// Settings for the tool in tests, which processes that they start inherit: it may write as often as it likes, waits long for
/// an answer on a slow machine, and gives up soon on a cluster that does nothing but fail.
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
