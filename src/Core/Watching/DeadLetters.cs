using Microsoft.Extensions.Logging;

namespace Tagalong.Core.Watching;

/// <summary>Keeps the events that the sink rejected: logs their ids, and writes them to a file if one is configured.</summary>
internal sealed partial class DeadLetters(WatchOptions options, ILogger<DeadLetters> logger) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public async ValueTask KeepAsync(RelayedEvent cloudEvent, string? error, CancellationToken cancellationToken)
    {
        if (options.DeadLetterFile is { Length: > 0 } path)
        {
            await WriteAsync(path, cloudEvent.ToJson(), cancellationToken).ConfigureAwait(false);
        }

        Log.Rejected(logger, cloudEvent.Object.ToString(), cloudEvent.Id, error);
    }

    public void Dispose() => _writing.Dispose();

    private async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length + line.Length >= options.DeadLetterBytes)
            {
                file.MoveTo($"{path}.1", overwrite: true);
            }

            // Events hold whole objects, so only this user may read the file.
            var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var output = new FileStream(path, how);
            await output.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
            output.WriteByte((byte)'\n');
        }
        finally
        {
            _writing.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1150, LogLevel.Error, "The event of {Object} was rejected by the sink and is not sent again (event {Id}): {Error}")]
        public static partial void Rejected(ILogger logger, string @object, string id, string? error);
    }
}
