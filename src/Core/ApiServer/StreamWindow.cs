using System.Buffers;

namespace Tagalong.Core.ApiServer;

/// <summary>What has come of a stream and is not read yet, in a rented buffer that grows with the largest thing that has to be whole.</summary>
/// <param name="maxBytes">The largest such thing.</param>
internal sealed class StreamWindow(int maxBytes) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>What is not read yet. Not to be kept beyond <see cref="TryMakeRoom"/>.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(_start.._end);

    /// <summary>Whether nothing more fits without <see cref="TryMakeRoom"/>.</summary>
    public bool IsFull => _end == _buffer.Length;

    /// <summary>Forgets what is not read.</summary>
    public void Clear() => (_start, _end) = (0, 0);

    /// <summary>Takes note that so many bytes of what was unread are read.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Moves what is not read yet to the front; into a larger buffer, if it is full of one thing. False if that is too large.</summary>
    public bool TryMakeRoom()
    {
        var rest = Unread.Span;
        if (rest.Length < _buffer.Length)
        {
            rest.CopyTo(_buffer);
        }
        else if (rest.Length > maxBytes)
        {
            return false;
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, _buffer.Length * 2));
            rest.CopyTo(larger);
            Dispose();
            _buffer = larger;
        }

        (_start, _end) = (0, rest.Length);
        return true;
    }

    /// <summary>Takes in what comes next, as far as there is room.</summary>
    /// <returns>How many bytes came; none at the end.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<int> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
    }
}
