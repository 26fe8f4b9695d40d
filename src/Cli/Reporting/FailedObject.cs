using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Cli.Reporting;

/// <summary>An object that could not be labelled.</summary>
internal sealed record FailedObject(string Cluster, ObjectReference Object, OutcomeReason Reason, string? Detail);
