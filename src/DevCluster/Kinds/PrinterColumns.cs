using System.Globalization;

namespace Tagalong.DevCluster.Kinds;

/// <summary>The columns with which <c>kubectl get</c> shows each kind.</summary>
internal static class PrinterColumns
{
    private static readonly PrinterColumn Name = new("Name", "string", (value, _) => value.TextAt("metadata.name")) { Format = "name" };

    private static readonly PrinterColumn Age = new("Age", "string", (value, now) => Since(value.TextAt("metadata.creationTimestamp"), now));

    public static IReadOnlyList<PrinterColumn> Fallback { get; } = [Name, Age];

    public static IReadOnlyList<PrinterColumn> Namespace { get; } = [Name, Text("Status", "status.phase"), Age];

    public static IReadOnlyList<PrinterColumn> Event { get; } =
    [
        new("Last Seen", "string", (value, now) => Since(value.TextAt("lastTimestamp"), now)),
        Text("Type", "type"),
        Text("Reason", "reason"),
        new("Object", "string", (value, _) => $"{value.TextAt("involvedObject.kind").ToLowerInvariant()}/{value.TextAt("involvedObject.name")}"),
        Text("Message", "message"),
        Wide(Name),
    ];

    public static IReadOnlyList<PrinterColumn> Deployment { get; } =
    [
        Name,
        new("Ready", "string", (value, _) => $"{Count(value, "status.readyReplicas")}/{Count(value, "spec.replicas")}"),
        Number("Up-to-date", "status.updatedReplicas"),
        Number("Available", "status.availableReplicas"),
        Age,
        .. WorkloadDetails(),
    ];

    public static IReadOnlyList<PrinterColumn> ReplicaSet { get; } =
    [
        Name,
        Number("Desired", "spec.replicas"),
        Number("Current", "status.replicas"),
        Number("Ready", "status.readyReplicas"),
        Age,
        .. WorkloadDetails(),
    ];

    public static IReadOnlyList<PrinterColumn> Rollout { get; } =
    [
        Name,
        Number("Desired", "spec.replicas"),
        Number("Current", "status.replicas"),
        Number("Up-to-date", "status.updatedReplicas"),
        Number("Available", "status.availableReplicas"),
        Age,
    ];

    public static IReadOnlyList<PrinterColumn> Phase { get; } = [Name, Text("Status", "status.phase"), Age];

    private static PrinterColumn Text(string name, string path) => new(name, "string", (value, _) => value.TextAt(path));

    private static PrinterColumn Number(string name, string path) => new(name, "integer", (value, _) => Count(value, path));

    private static PrinterColumn Wide(PrinterColumn column) => column with { Priority = 1 };

    private static PrinterColumn[] WorkloadDetails() =>
    [
        Wide(new("Containers", "string", (value, _) => Containers(value, "name"))),
        Wide(new("Images", "string", (value, _) => Containers(value, "image"))),
        Wide(new("Selector", "string", (value, _) => Selector(value))),
    ];

    private static long Count(JsonObject value, string path) =>
        long.TryParse(value.TextAt(path), CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string Containers(JsonObject value, string field) =>
        string.Join(',', value.ListAt("spec.template.spec.containers").Select(container => container.TextAt(field)));

    private static string Selector(JsonObject value) =>
        string.Join(',', value.MapAt("spec.selector.matchLabels").Select(label => $"{label.Key}={label.Value}"));

    private static string Since(string timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, out var then) ? HumanDuration.Of(now - then) : "<unknown>";
}
