using Tagalong.Core.Objects;

namespace Tagalong.Core.Sources;

/// <summary>A kind whose objects are listed when a parent was relabelled.</summary>
/// <param name="Type">The kind.</param>
/// <param name="GetsLabels">Whether its objects may get labels from the parent.</param>
/// <param name="LeadsOn">Whether its objects own others that get the parent's labels as those of their owner's owner.</param>
internal sealed record ChildKind(ResourceType Type, bool GetsLabels, bool LeadsOn);
