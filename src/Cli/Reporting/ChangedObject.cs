using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Reporting;

/// <summary>An object whose labels were changed, or would be.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Object">The object.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Changes">The labels by their keys, with the value before and after; null where there was, or is, none.</param>
internal sealed record ChangedObject(string Cluster, ObjectReference Object, string Rule, ImmutableArray<(string Key, string? Before, string? After)> Changes);
