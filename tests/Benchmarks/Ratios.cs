using System.Diagnostics;
using System.Globalization;

namespace Tagalong.Benchmarks;

/// <summary>
/// Runs the same steps in short alternating turns for some seconds. The fastest turn of each step counts: on a shared machine
/// that is the turn without interruption.
/// </summary>
internal static class Ratios
{
    private const int CallsOfATurn = 8;

    private static readonly TimeSpan OfEachSize = TimeSpan.FromSeconds(8);

    public static async Task<int> PrintAsync()
    {
        Console.WriteLine("| size | step | time | ratio | allocated | ratio |");
        Console.WriteLine("|---|---|--:|--:|--:|--:|");
        foreach (var size in Enum.GetValues<EventSize>())
        {
            var benchmarks = new EventBenchmarks { Size = size };
            await benchmarks.SetupAsync();
            var steps = benchmarks.Steps.Select(static step => new Step(step.Name, step.Run)).ToList();
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < OfEachSize)
            {
                steps.ForEach(static step => step.TakeTurn());
            }

            foreach (var step in steps)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size} | {step.Name} | {step.Microseconds:0.00} µs | {step.Microseconds / steps[0].Microseconds:0.000} | {step.Bytes} B | {(double)step.Bytes / steps[0].Bytes:0.000} |"));
            }

            await benchmarks.CleanupAsync();
        }

        return 0;
    }

    private sealed class Step(string name, Action run)
    {
        private long _ticks = long.MaxValue;

        public string Name => name;

        public double Microseconds => TimeSpan.FromSeconds((double)_ticks / Stopwatch.Frequency).TotalMicroseconds / CallsOfATurn;

        public long Bytes { get; private set; } = long.MaxValue;

        public void TakeTurn()
        {
            var (bytes, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var call = 0; call < CallsOfATurn; call++)
            {
                run();
            }

            _ticks = Math.Min(_ticks, Stopwatch.GetTimestamp() - started);
            Bytes = Math.Min(Bytes, (GC.GetAllocatedBytesForCurrentThread() - bytes) / CallsOfATurn);
        }
    }
}
