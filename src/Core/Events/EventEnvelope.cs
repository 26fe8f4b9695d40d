using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.Events;

/// <summary>A CloudEvent, independent of the transport: the attributes that are used, and the data.</summary>
public sealed record EventEnvelope
{
    private const int MostOfAnId = 256;
    private const int MostOfAName = 1024;

    /// <summary>The CloudEvents <c>type</c>, cut after 1 024 characters.</summary>
    public required string Type { get; init => field = Shortened(value, MostOfAName); }

    /// <summary>The CloudEvents <c>id</c>, cut after 256 characters; it names the event in logs.</summary>
    public required string Id { get; init => field = Shortened(value, MostOfAnId); }

    /// <summary>The CloudEvents <c>source</c>, cut after 1 024 characters.</summary>
    public string Source { get; init => field = Shortened(value, MostOfAName); } = "";

    /// <summary>The extension that names the cluster, or null if the event has none.</summary>
    /// <remarks>Cut after 256 characters: no cluster has a name of that length.</remarks>
    public string? Cluster { get; init => field = value is null ? null : Shortened(value, MostOfAnId); }

    /// <summary>The W3C trace context of the extension <c>traceparent</c>, or null if the event has none.</summary>
    /// <remarks>Source: the CloudEvents extension for distributed tracing. It is the context in which the event was made, not in which it was sent.</remarks>
    public string? TraceParent { get; init; }

    /// <summary>The extension <c>tracestate</c>, or null if the event has none that is valid.</summary>
    public string? TraceState { get; init => field = value is { Length: <= 512 } && !ControlCharacters.AreIn(value) ? value : null; }

    /// <summary>The data: UTF-8 JSON. It is read before the event's outcome is known, and not kept.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>
    /// Whether the sender is authenticated. The body of any other sender only names the object to check; it is never used as
    /// the object's state.
    /// </summary>
    public bool IsSenderAuthenticated { get; init; }

    /// <summary>The sender's name in the configuration, or null if it is not configured.</summary>
    public string? SenderName { get; init; }

    /// <summary>The clusters whose events the sender may send.</summary>
    /// <value>Default: all of them.</value>
    public ClusterFilter SenderClusters { get; init; } = ClusterFilter.All;

    private static string Shortened(string text, int maxLength) => UntrustedText.Sanitize(UntrustedText.Truncate(text, maxLength));
}
