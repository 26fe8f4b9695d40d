using System.Buffers;

namespace Tagalong.Core.Clusters;

/// <summary>Reads a watch line by line as it arrives: never more than one line and what follows it in the network's buffer is held.</summary>
/// <param name="maxLineBytes">The longest line that is read.</param>
/// <param name="take">Given each line, which is not to be kept; says how the watch ended, or null to go on.</param>
internal sealed class WatchBody(int maxLineBytes, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ApiAnswer?>> take) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Reads a watch to its end. Nothing more is read while a line is being taken, so that the API server has to wait.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<ApiAnswer> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!TryMakeRoom())
            {
                return new ApiAnswer(ApiStatus.ServerError) { Message = $"A line of the watch is larger than {maxLineBytes} bytes (Tagalong:ApiCalls:MaxAnswerBytes)." };
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                // Half a line is no news: the watch goes on before it.
                return new ApiAnswer(ApiStatus.Ok);
            }

            var searched = _end;
            _end += read;
            while (_buffer.AsSpan(searched.._end).IndexOf((byte)'\n') is >= 0 and var at)
            {
                var line = _buffer.AsMemory(_start..(searched + at));
                _start = searched = searched + at + 1;
                if (line.Length > 0 && await take(line, cancellationToken).ConfigureAwait(false) is { } end)
                {
                    return end;
                }
            }
        }
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

    private bool TryMakeRoom()
    {
        var rest = _buffer.AsSpan(_start.._end);
        if (rest.Length < _buffer.Length)
        {
            rest.CopyTo(_buffer);
        }
        else if (rest.Length > maxLineBytes)
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
}
