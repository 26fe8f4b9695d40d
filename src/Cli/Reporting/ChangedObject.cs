using System.Collections.Immutable;
using Tagalong.Cli.Changes;
using Tagalong.Core.Objects;

namespace Tagalong.Cli.Reporting;

/// <summary>An object whose labels a sweep changed, or would change.</summary>
internal sealed record ChangedObject(string Cluster, ObjectReference Object, string Rule, ImmutableArray<LabelChange> Changes);
