namespace Tagalong.Hosting.Authentication;

/// <summary>A file with API keys, one a line, which is read again now and then: whoever rotates a key writes it there.</summary>
/// <remarks>Its time of change is not asked: that of a mounted Secret is the link's, which stays.</remarks>
internal sealed partial class ApiKeyFile(string setting, string path, TimeProvider time, ILogger logger)
{
    /// <summary>How long a key that was taken out of the file is good still.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);

    /// <summary>How soon a key that is new in the file is found, if somebody brings it.</summary>
    public static readonly TimeSpan ReadForStrangersEvery = TimeSpan.FromSeconds(1);

    private volatile Known? _known;

    /// <summary>The keys as they were at most so long ago. A file that cannot be used any more changes nothing: the keys that were read last stay good.</summary>
    public async ValueTask<IReadOnlyList<ApiKey>> KeysAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (_known is not { } known || time.GetElapsedTime(known.ReadAt) > maxAge)
        {
            _known = known = new Known(await ReadAsync(cancellationToken) ?? _known?.Keys ?? [], time.GetTimestamp());
        }

        return known.Keys;
    }

    /// <summary>The texts of the keys in a file's lines; empty lines are none.</summary>
    public static string[] TextsIn(IEnumerable<string> lines) =>
        [.. lines.Select(static line => line.Trim()).Where(static line => line.Length > 0)];

    private async ValueTask<ApiKey[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var texts = TextsIn(await File.ReadAllLinesAsync(path, cancellationToken));
            if (texts.Length > 0 && Array.TrueForAll(texts, ApiKey.IsLongEnough))
            {
                return [.. texts.Select(static text => new ApiKey(text))];
            }

            Log.Unusable(logger, setting, path, "it has no key, or one that is too short");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.Unusable(logger, setting, path, fault.Message);
        }

        return null;
    }

    private sealed record Known(IReadOnlyList<ApiKey> Keys, long ReadAt);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Setting} names {Path}, which could not be used ({Cause}); the keys that were read last stay good.")]
        public static partial void Unusable(ILogger logger, string setting, string path, string cause);
    }
}
