using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>A kind whose objects to check after an object of a source kind was relabelled.</summary>
/// <param name="Type">The kind.</param>
/// <param name="GetsLabels">Whether its objects may get labels from the source.</param>
/// <param name="LeadsOn">Whether its objects may own others, of which the source is then the owner's owner.</param>
internal sealed record DependentKind(ResourceType Type, bool GetsLabels, bool LeadsOn);
