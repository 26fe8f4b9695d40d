using System.Buffers;

namespace Tagalong.Core.ApiServer;

/// <summary>The part of a stream that has arrived and is not read yet, in a rented buffer that grows with the largest item.</summary>
/// <param name="maxBytes">The largest item that may be held.</param>
internal sealed class StreamWindow(int maxBytes) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>The data that is not read yet. Do not keep it beyond <see cref="TryMakeRoom"/>.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(_start.._end);

    /// <summary>Whether no more data fits without <see cref="TryMakeRoom"/>.</summary>
    public bool IsFull => _end == _buffer.Length;

    /// <summary>Discards all data.</summary>
    public void Clear() => (_start, _end) = (0, 0);

    /// <summary>Marks bytes as read.</summary>
    public void Advance(int count) => _start += count;

    /// <summary>Moves the unread data to the front, or into a larger buffer if one item fills this one. False if that item is too large.</summary>
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

    /// <summary>Reads what arrives next, as far as there is room.</summary>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<int> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
    }
}
