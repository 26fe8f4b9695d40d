namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>What counts of a log record that a collector got.</summary>
internal sealed record ReceivedLog(string Body, string TraceId);
