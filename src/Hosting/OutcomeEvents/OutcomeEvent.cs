namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>A CloudEvent 1.0 that tells of an outcome, its data as JSON.</summary>
internal sealed record OutcomeEvent
{
    /// <summary>The version of the data, as <c>docs/outcome-event.schema.json</c> defines it.</summary>
    public const string DataSchema = "urn:tagalong:schema:outcome-event:1";

    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    public required string Time { get; init; }

    /// <summary>The object's path in the API, or null where it is not known.</summary>
    public string? Subject { get; init; }

    /// <summary>The cluster's name; empty if it has none.</summary>
    public string Cluster { get; init; } = "";

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Whether it tells of success, so that an answer may carry it.</summary>
    public bool IsOfSuccess => Type is OutcomeEventType.Applied or OutcomeEventType.Kept;

    /// <summary>The attributes that it has, by name.</summary>
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
