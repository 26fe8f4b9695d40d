using System.Collections.Immutable;

namespace Tagalong.Server.Queues;

/// <summary>How long a message waits before it comes again: four times as long after each attempt, up to a limit.</summary>
/// <remarks>The delays are few and known beforehand, since some brokers need a queue for each of them.</remarks>
internal sealed class RetrySchedule
{
    private const int Factor = 4;

    /// <param name="first">The wait after the first attempt.</param>
    /// <param name="longest">The longest wait.</param>
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

    /// <summary>All delays that there are, the shortest first.</summary>
    public ImmutableArray<TimeSpan> Delays { get; }

    /// <summary>The longest delay.</summary>
    public TimeSpan Longest => Delays[^1];

    /// <summary>The delay after an attempt.</summary>
    /// <param name="attempts">How many attempts there were before it.</param>
    /// <param name="askedFor">The wait that an API server asked for, or null; it is kept as far as there is a delay for it.</param>
    public TimeSpan After(int attempts, TimeSpan? askedFor)
    {
        var byCount = Delays[Math.Clamp(attempts, 0, Delays.Length - 1)];
        return askedFor > byCount ? Delays.FirstOrDefault(delay => delay >= askedFor, Longest) : byCount;
    }
}
