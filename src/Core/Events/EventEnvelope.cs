using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.Events;

/// <summary>A CloudEvent as far as it counts here, whichever way it came: the attributes that are looked at, and its data.</summary>
public sealed record EventEnvelope
{
    private const int MostOfAnId = 256;
    private const int MostOfAName = 1024;

    /// <summary>The CloudEvents <c>type</c>, of which no more than 1 024 characters count.</summary>
    public required string Type { get; init => field = Shortened(value, MostOfAName); }

    /// <summary>The CloudEvents <c>id</c>; it names the event in logs, so what is longer than 256 characters is cut.</summary>
    public required string Id { get; init => field = Shortened(value, MostOfAnId); }

    /// <summary>The CloudEvents <c>source</c>, of which no more than 1 024 characters count.</summary>
    public string Source { get; init => field = Shortened(value, MostOfAName); } = "";

    /// <summary>The extension that names the cluster, or null if the event has none.</summary>
    /// <remarks>Cut likewise: no cluster has a name of that length.</remarks>
    public string? Cluster { get; init => field = value is null ? null : Shortened(value, MostOfAnId); }

    /// <summary>The W3C trace context of the extension <c>traceparent</c>, or null if the event has none.</summary>
    /// <remarks>Source: the CloudEvents extension for distributed tracing. It says where the event was made, not how it came here.</remarks>
    public string? TraceParent { get; init; }

    /// <summary>The extension <c>tracestate</c>, or null if the event has none that can be passed on.</summary>
    public string? TraceState { get; init => field = value is { Length: <= 512 } && !ControlCharacters.AreIn(value) ? value : null; }

    /// <summary>The data: UTF-8 JSON. It is read before the event is answered and not kept.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>
    /// Whether the sender proved who it is. The body of any other sender is taken as a hint at what to look at, never as
    /// the state of an object.
    /// </summary>
    public bool IsSenderAuthenticated { get; init; }

    /// <summary>The name by which the configuration knows the sender, or null if it has none there.</summary>
    public string? SenderName { get; init; }

    /// <summary>The clusters whose events the sender may send.</summary>
    /// <value>Default: all of them.</value>
    public ClusterFilter SenderClusters { get; init; } = ClusterFilter.All;

    private static string Shortened(string text, int maxLength) => UntrustedText.Sanitize(UntrustedText.Truncate(text, maxLength));
}
