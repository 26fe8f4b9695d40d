using System.Collections.Concurrent;

namespace Tagalong.FunctionsHost.Queues;

/// <summary>The queues of the app's storage account, made when they are first used.</summary>
public sealed class QueueStorage
{
    private readonly ConcurrentDictionary<string, StorageQueue> _queues = new(StringComparer.Ordinal);
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;

    internal QueueStorage(QueueOptions options, TimeProvider time) => (_options, _time) = (options, time);

    public StorageQueue this[string name] => _queues.GetOrAdd(name, _ => new StorageQueue(_time));

    /// <summary>Sends a body, encoded as <c>host.json</c> says.</summary>
    /// <returns>The id of the message.</returns>
    public string Send(string queue, string body) => this[queue].Send(_options.Encode(body));

    /// <summary>The bodies in a queue, decoded as <c>host.json</c> says; those that cannot be decoded as they are.</summary>
    public IReadOnlyList<string> BodiesOf(string queue) =>
        [.. this[queue].Messages.Select(message => _options.TryDecode(message.Text, out var body) ? body : message.Text)];
}
