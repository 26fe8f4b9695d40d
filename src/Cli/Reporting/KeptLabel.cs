using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Reporting;

/// <summary>A label that a sweep did not add to an object.</summary>
/// <param name="Cluster">The object's cluster.</param>
/// <param name="Object">The object.</param>
/// <param name="Label">The label, with the reason.</param>
/// <param name="Value">The object's value; null if it lacks the key.</param>
internal sealed record KeptLabel(string Cluster, ObjectReference Object, SkippedLabel Label, string? Value);
