namespace Tagalong.Core.ApiServer;

/// <summary>Reads a watch line by line as it arrives: never more than one line and what follows it in the network's buffer is held.</summary>
/// <param name="maxLineBytes">The longest line that is read.</param>
/// <param name="take">Given each line, which is not to be kept; says how the watch ended, or null to go on.</param>
internal sealed class WatchBody(int maxLineBytes, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ApiResult?>> take) : IDisposable
{
    private readonly StreamWindow _window = new(maxLineBytes);

    /// <summary>Reads a watch to its end. Nothing more is read while a line is being taken, so that the API server has to wait.</summary>
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
                // Half a line is no news: the watch goes on before it.
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

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();
}
