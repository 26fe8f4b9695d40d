using Tagalong.Core.Objects;

namespace Tagalong.Hosting.Authentication;

/// <summary>A sender that authenticates by one of its API keys.</summary>
internal sealed class ApiKeySender(string name, ApiKeyOptions options, TimeProvider time, ILogger logger)
{
    private readonly ApiKey[] _keys = [.. options.Keys.Select(static text => new ApiKey(text))];

    private readonly ApiKeyFile? _file = options.KeyFile.Length == 0
        ? null
        : new ApiKeyFile($"Tagalong:Senders:ApiKeys:{name}:KeyFile", options.KeyFile, time, logger);

    public Sender Sender { get; } = new(name, IsAuthenticated: true, ClusterFilter.Of(options.Clusters));

    /// <summary>
    /// Whether a key is one of the sender's. An unknown key may be new in the file, so the file is read again: after a 401 the
    /// sender would drop its event.
    /// </summary>
    public async ValueTask<bool> HasAsync(ApiKey key, CancellationToken cancellationToken) =>
        IsAmong(_keys, key)
        || (_file is not null
            && (IsAmong(await _file.KeysAsync(ApiKeyFile.ReadInterval, cancellationToken), key)
                || IsAmong(await _file.KeysAsync(ApiKeyFile.ReadIntervalForUnknownKeys, cancellationToken), key)));

    /// <summary>Compares with all keys of a list, so that the duration says nothing about them.</summary>
    private static bool IsAmong(IReadOnlyList<ApiKey> keys, ApiKey key)
    {
        var found = false;
        foreach (var own in keys)
        {
            found |= own.IsSameAs(key);
        }

        return found;
    }
}
