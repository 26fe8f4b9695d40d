namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>A CloudEvent 1.0 that reports an outcome, with JSON data.</summary>
public sealed record OutcomeEvent
{
    /// <summary>The version of the data, as <c>docs/outcome-event.schema.json</c> defines it.</summary>
    public const string DataSchema = "urn:tagalong:schema:outcome-event:1";

    /// <summary>The CloudEvents <c>id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The CloudEvents <c>source</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The CloudEvents <c>type</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The CloudEvents <c>time</c>.</summary>
    public required string Time { get; init; }

    /// <summary>The object's path in the API, or null if it is not known.</summary>
    public string? Subject { get; init; }

    /// <summary>The cluster's name; empty if it has none.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>The trace of the event, as W3C <c>traceparent</c>, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The W3C <c>tracestate</c>, or null.</summary>
    public string? TraceState { get; init; }

    /// <summary>The data, JSON.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Whether it reports a success, so that a reply may carry it.</summary>
    public bool IsSuccess => Type is OutcomeEventType.Applied or OutcomeEventType.Kept;

    /// <summary>The attributes that have a value, by name.</summary>
    public IEnumerable<(string Name, string Value)> Attributes
    {
        get
        {
            yield return ("specversion", "1.0");
            yield return ("id", Id);
            yield return ("source", Source);
            yield return ("type", Type);
            yield return ("time", Time);
            yield return ("dataschema", DataSchema);
            foreach (var (name, value) in ((string, string?)[])[("subject", Subject), ("cluster", Cluster), ("traceparent", TraceParent), ("tracestate", TraceState)])
            {
                if (!string.IsNullOrEmpty(value))
                {
                    yield return (name, value);
                }
            }
        }
    }
}
