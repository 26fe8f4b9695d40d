using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Reporting;

/// <summary>A label that a sweep did not add to an object, and the value that the object has instead.</summary>
internal sealed record KeptLabel(string Cluster, ObjectReference Object, SkippedLabel Label, string? Value);
