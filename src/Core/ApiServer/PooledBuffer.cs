using System.Buffers;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.ApiServer;

/// <summary>A rented buffer that holds one body until it is disposed.</summary>
/// <param name="budget">What the rented bytes are taken from, or null.</param>
/// <param name="holder">Who takes them.</param>
public sealed class PooledBuffer(FairShare? budget = null, object? holder = null) : IDisposable
{
    private const int FirstSize = 16 * 1024;

    private byte[] _bytes = [];

    /// <summary>How many bytes it holds.</summary>
    public int Length { get; private set; }

    /// <summary>The body. Do not keep it beyond <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <inheritdoc cref="Span"/>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Reads a stream to its end, unless it is larger than allowed.</summary>
    public async ValueTask<FillResult> FillAsync(Stream stream, int maxLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        while (true)
        {
            if (Length == _bytes.Length && !TryGrow())
            {
                return FillResult.OverBudget;
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(Length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return FillResult.Complete;
            }

            Length += read;
            if (Length > maxLength)
            {
                return FillResult.TooLarge;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return();
        if (_bytes.Length > 0)
        {
            budget?.Give(holder, _bytes.Length);
        }

        _bytes = [];
        Length = 0;
    }

    private bool TryGrow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, _bytes.Length * 2));
        if (budget?.TryTake(holder, larger.Length - _bytes.Length) == false)
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        Span.CopyTo(larger);
        Return();
        _bytes = larger;
        return true;
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
