using System.Buffers;
using System.IO.Pipelines;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Representations;

namespace Tagalong.DevCluster.Watching;

/// <summary>Events on the wire, one a line. They wait in the response's buffer until it is flushed.</summary>
internal sealed class WatchLines(PipeWriter output, IRepresentation representation, ResourceKind kind)
{
    /// <summary>How many lines were written.</summary>
    public int Count { get; private set; }

    public void Write(WatchEvent seen)
    {
        Begin(seen.Type);
        representation.WriteObject(output, seen.Object);
        End();
    }

    public void Write(Status error)
    {
        Begin("ERROR");
        output.WriteJson(error.WriteTo);
        End();
    }

    public void WriteBookmark(long resourceVersion, bool endsInitialEvents)
    {
        Begin("BOOKMARK");
        representation.WriteBookmark(output, kind, resourceVersion, endsInitialEvents);
        End();
    }

    public async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

    private void Begin(string type) => output.WriteText($"{{\"type\":\"{type}\",\"object\":");

    private void End()
    {
        output.Write("}\n"u8);
        Count++;
    }
}
