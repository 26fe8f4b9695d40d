namespace Tagalong.Cli.Documents;

/// <summary>The result of <c>audit</c>.</summary>
internal sealed record AuditDocument(
    bool Complete, IEnumerable<AuditedKey> Keys, IEnumerable<AuditedLabel> Labels, IEnumerable<ClusterDocument> Clusters);

/// <summary>
/// How many objects there are, have the label, would get it from a sweep (<c>supplied</c>), and would still lack it after one.
/// </summary>
internal readonly record struct AuditedKey(string Key, long Objects, long Carry, long Supplied, long Lacking);

/// <summary>A required label that an object lacks.</summary>
internal sealed record AuditedLabel(
    string Cluster, ObjectDocument Object, string Key, bool Supplied, string Reason, string Detail, string? From, string? Value, string? Rule);
