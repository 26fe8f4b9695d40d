using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Running;

/// <summary>Holds every write to a cluster until it is released, so that an invocation stays in the middle of its work.</summary>
internal sealed class HeldWrites : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _fault;
    private int _count;

    public HeldWrites(DevApiServer cluster) => _fault = cluster.Faults.Add(Fault.HeldUntil(_released.Task), request =>
    {
        if (request.IsWrite)
        {
            Interlocked.Increment(ref _count);
        }

        return request.IsWrite;
    });

    /// <summary>Waits until that many writes were held.</summary>
    public Task CountAsync(int count) => Eventually.EqualAsync(true, () => Task.FromResult(Volatile.Read(ref _count) >= count));

    /// <summary>Holds no further writes, and completes those that are held.</summary>
    public void Dispose()
    {
        _fault.Dispose();
        _released.TrySetResult();
    }
}
