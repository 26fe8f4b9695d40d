namespace Tagalong.Core.ApiServer;

/// <summary>Reads a watch line by line as it arrives: it never holds more than one line and what follows it in the network's buffer.</summary>
/// <param name="maxLineBytes">The longest line that is read.</param>
/// <param name="take">Handles a line, which it must not keep; returns the result that ends the watch, or null to continue.</param>
internal sealed class WatchBody(int maxLineBytes, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ApiResult?>> take) : IDisposable
{
    private readonly StreamWindow _window = new(maxLineBytes);

    /// <summary>Reads a watch to its end. No more is read while a line is handled, so the API server waits.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<ApiResult> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_window.TryMakeRoom())
            {
                return new ApiResult(ApiStatus.ServerError) { Message = $"A line of the watch is larger than {maxLineBytes} bytes (Tagalong:ApiCalls:MaxAnswerBytes)." };
            }

            var searched = _window.Unread.Length;
            var read = await _window.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                // An incomplete line is dropped: the watch continues from the version before it.
                return new ApiResult(ApiStatus.Ok);
            }

            while (_window.Unread.Span[searched..].IndexOf((byte)'\n') is >= 0 and var at)
            {
                var line = _window.Unread[..(searched + at)];
                _window.Advance(line.Length + 1);
                searched = 0;
                if (line.Length > 0 && await take(line, cancellationToken).ConfigureAwait(false) is { } end)
                {
                    return end;
                }
            }
        }
    }

    public void Dispose() => _window.Dispose();
}
