using Tagalong.Core.Objects;

namespace Tagalong.Hosting.Authentication;

/// <summary>A sender that proves itself by one of its API keys.</summary>
internal sealed class ApiKeySender(string name, ApiKeyOptions options, TimeProvider time, ILogger logger)
{
    private readonly ApiKey[] _keys = [.. options.Keys.Select(static text => new ApiKey(text))];

    private readonly ApiKeyFile? _file = options.KeyFile.Length == 0
        ? null
        : new ApiKeyFile($"Tagalong:Senders:ApiKeys:{name}:KeyFile", options.KeyFile, time, logger);

    public Sender Sender { get; } = new(name, IsAuthenticated: true, ClusterFilter.Of(options.Clusters));

    /// <summary>
    /// Whether a key is one of the sender's. All of a list are looked at, so that the time tells nothing of a key's text. A
    /// key that is not known may be new: the sender would drop its event for a 401.
    /// </summary>
    public async ValueTask<bool> HasAsync(ApiKey key, CancellationToken cancellationToken) =>
        IsAmong(_keys, key)
        || (_file is not null
            && (IsAmong(await _file.KeysAsync(ApiKeyFile.ReadEvery, cancellationToken), key)
                || IsAmong(await _file.KeysAsync(ApiKeyFile.ReadForStrangersEvery, cancellationToken), key)));

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
