namespace Tagalong.DevCluster.Tests;

/// <summary>A clock that always shows the same time; its timers run all the same.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
