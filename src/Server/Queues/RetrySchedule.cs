using System.Collections.Immutable;

namespace Tagalong.Server.Queues;

/// <summary>How long a message waits before it is delivered again: four times as long after each attempt, up to a limit.</summary>
/// <remarks>
/// The delays are few, fixed and without jitter, because RabbitMQ needs a queue for each of them. So this is not an
/// <see cref="Core.Concurrency.ExponentialBackoff"/>.
/// </remarks>
internal sealed class RetrySchedule
{
    private const int Factor = 4;

    public RetrySchedule(TimeSpan first, TimeSpan longest)
    {
        var delays = ImmutableArray.CreateBuilder<TimeSpan>();
        for (var delay = first; delay < longest; delay *= Factor)
        {
            delays.Add(delay);
        }

        delays.Add(longest);
        Delays = delays.ToImmutable();
    }

    /// <summary>All delays, the shortest first.</summary>
    public ImmutableArray<TimeSpan> Delays { get; }

    public TimeSpan Longest => Delays[^1];

    /// <summary>The delay after an attempt.</summary>
    /// <param name="attempts">How many attempts there were before it.</param>
    /// <param name="requested">The wait that an API server asked for, or null; the delay is at least that, within <see cref="Longest"/>.</param>
    public TimeSpan After(int attempts, TimeSpan? requested)
    {
        var byCount = Delays[Math.Clamp(attempts, 0, Delays.Length - 1)];
        return requested > byCount ? Delays.FirstOrDefault(delay => delay >= requested, Longest) : byCount;
    }
}
