using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Watching;

/// <summary>Keeps what the sink refused for good: each event is logged by its name, and written to a file where there is to be one.</summary>
public sealed partial class DeadLetters(IOptions<WatchOptions> options, ILogger<DeadLetters> logger) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Keeps an event.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    internal async ValueTask KeepAsync(RelayedEvent told, string? fault, CancellationToken cancellationToken)
    {
        if (options.Value.DeadLetterFile is { Length: > 0 } path)
        {
            await WriteAsync(path, told.ToJson(), cancellationToken).ConfigureAwait(false);
        }

        Log.Refused(logger, told.Id, told.Object.ToString(), fault);
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length + line.Length >= options.Value.DeadLetterBytes)
            {
                file.MoveTo($"{path}.1", overwrite: true);
            }

            // What is in it is nobody else's business.
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
        [LoggerMessage(1, LogLevel.Error, "Event {Id} of {Object} was given up, the sink refused it for good: {Fault}")]
        public static partial void Refused(ILogger logger, string id, string @object, string? fault);
    }
}
