namespace Tagalong.DevCluster.Tests;

/// <summary>A clock that is moved by hand; its timers run by themselves.</summary>
internal sealed class MovingClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
