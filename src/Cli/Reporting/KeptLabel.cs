using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Reporting;

/// <summary>A label of a source that an object was not given.</summary>
/// <param name="Cluster">The object's cluster.</param>
/// <param name="Object">The object.</param>
/// <param name="Label">The label, with the reason.</param>
/// <param name="Value">The value that the object has; null if it lacks the key.</param>
internal sealed record KeptLabel(string Cluster, ObjectReference Object, SkippedLabel Label, string? Value);
