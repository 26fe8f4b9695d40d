using Tagalong.Core.Clusters;

namespace Tagalong.Functions.Senders;

/// <summary>A sender that proves itself by one of its API keys.</summary>
internal sealed class ApiKeySender(string name, ApiKeyOptions options, TimeProvider time, ILogger logger)
{
    private readonly ApiKey[] _keys = [.. options.Keys.Select(static text => new ApiKey(text))];

    private readonly ApiKeyFile? _file = options.KeyFile.Length == 0
        ? null
        : new ApiKeyFile($"Tagalong:Senders:ApiKeys:{name}:KeyFile", options.KeyFile, time, logger);

    public Sender Sender { get; } = new(name, IsAuthenticated: true, ClusterScope.Of(options.Clusters));

    /// <summary>Whether a key is one of the sender's. All of them are looked at, so that the time tells nothing.</summary>
    public async ValueTask<bool> HasAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var own in _file is null ? _keys : _keys.Concat(await _file.KeysAsync(cancellationToken)))
        {
            found |= own.IsSameAs(key);
        }

        return found;
    }
}
