using System.Buffers;
using System.IO.Pipelines;
using Tagalong.DevCluster.Representations;

namespace Tagalong.DevCluster.Watching;

/// <summary>Writes watch events, one per line. They stay in the response's buffer until it is flushed.</summary>
internal sealed class WatchWriter(PipeWriter output, IRepresentation representation, ResourceKind kind)
{
    /// <summary>The number of lines written.</summary>
    public int Count { get; private set; }

    public void Write(WatchNotification notification) =>
        WriteLine(notification.Type, () => representation.WriteObject(output, notification.Object));

    public void Write(Status error) => WriteLine("ERROR", () => output.WriteJson(error.ToJson()));

    public void WriteBookmark(long resourceVersion, bool endsInitialEvents) =>
        WriteLine("BOOKMARK", () => representation.WriteBookmark(output, kind, resourceVersion, endsInitialEvents));

    public async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

    private void WriteLine(string type, Action writeObject)
    {
        output.WriteText($"{{\"type\":\"{type}\",\"object\":");
        writeObject();
        output.Write("}\n"u8);
        Count++;
    }
}
