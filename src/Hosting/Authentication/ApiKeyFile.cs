namespace Tagalong.Hosting.Authentication;

/// <summary>A file with one API key on each line. It is read again while the process runs, so that keys can be rotated in it.</summary>
/// <remarks>The time of its last change says nothing: a mounted Secret shows that of a link, which stays the same.</remarks>
internal sealed partial class ApiKeyFile(string setting, string path, TimeProvider time, ILogger logger)
{
    /// <summary>The longest time for which a key that was removed from the file is accepted.</summary>
    public static readonly TimeSpan ReadInterval = TimeSpan.FromSeconds(10);

    /// <summary>The longest time until a key that was added to the file is accepted.</summary>
    public static readonly TimeSpan ReadIntervalForUnknownKeys = TimeSpan.FromSeconds(1);

    private volatile Content? _content;

    /// <summary>The keys, read at most <paramref name="maxAge"/> ago. If the file cannot be used any more, the keys read before stay valid.</summary>
    public async ValueTask<IReadOnlyList<ApiKey>> KeysAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (_content is not { } content || time.GetElapsedTime(content.ReadAt) > maxAge)
        {
            _content = content = new Content(await ReadAsync(cancellationToken) ?? _content?.Keys ?? [], time.GetTimestamp());
        }

        return content.Keys;
    }

    /// <summary>The keys in the lines of a file, without empty lines.</summary>
    public static string[] KeysIn(IEnumerable<string> lines) =>
        [.. lines.Select(static line => line.Trim()).Where(static line => line.Length > 0)];

    private async ValueTask<ApiKey[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var keys = KeysIn(await File.ReadAllLinesAsync(path, cancellationToken));
            if (keys.Length > 0 && Array.TrueForAll(keys, ApiKey.HasValidLength))
            {
                return [.. keys.Select(static text => new ApiKey(text))];
            }

            Log.Unusable(logger, setting, path, "it has no key, or one that is too short");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.Unusable(logger, setting, path, error.Message);
        }

        return null;
    }

    private sealed record Content(IReadOnlyList<ApiKey> Keys, long ReadAt);

    private static partial class Log
    {
        [LoggerMessage(2002, LogLevel.Warning, "{Setting}: the file {Path} cannot be used ({Error}). The keys that were read before stay valid.")]
        public static partial void Unusable(ILogger logger, string setting, string path, string error);
    }
}
