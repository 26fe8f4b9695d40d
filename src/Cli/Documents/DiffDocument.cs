using System.Text.Json.Serialization;

namespace Tagalong.Cli.Documents;

/// <summary>The result of <c>diff</c>.</summary>
internal sealed record DiffDocument(bool Complete, bool Differs, IEnumerable<DiffedObject> Objects, IEnumerable<ClusterDocument> Clusters);

internal sealed record DiffedObject(string Cluster, ObjectDocument Object, string Rule, string? Owner, IEnumerable<DiffedLabel> Labels);

[JsonDerivedType(typeof(DiffedKeptLabel))]
internal record DiffedLabel(string Key, string Change, string? Before, string? After, string? From);

/// <summary>A label that stays as it is. Only these have a reason.</summary>
internal sealed record DiffedKeptLabel(
    string Key,
    string Change,
    string? Before,
    string? After,
    [property: JsonPropertyOrder(1)] string Reason,
    [property: JsonPropertyOrder(1)] string? Detail) : DiffedLabel(Key, Change, Before, After, From: null);
