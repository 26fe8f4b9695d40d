using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Cli.Reporting;

/// <summary>An object that could not be labelled.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Object">The object.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">The same for people, or null.</param>
internal sealed record FailedObject(string Cluster, ObjectReference Object, OutcomeReason Reason, string? Detail);
