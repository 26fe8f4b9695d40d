namespace Tagalong.Core.Concurrency;

/// <summary>How much memory the bodies in flight may take together. Safe for many threads.</summary>
/// <param name="limit">The most bytes that may be taken at once.</param>
public sealed class ByteBudget(long limit)
{
    private long _taken;

    /// <summary>How many bytes are taken.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes bytes, if that many are left.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    /// <summary>Returns bytes.</summary>
    public void Give(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
