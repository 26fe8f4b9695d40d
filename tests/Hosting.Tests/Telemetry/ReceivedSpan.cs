namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>What counts of a span that a collector got.</summary>
internal sealed record ReceivedSpan(
    string Name, string TraceId, string SpanId, string ParentId, string TraceState, IReadOnlyList<string> LinkedTraces, IReadOnlyDictionary<string, string> Attributes);
