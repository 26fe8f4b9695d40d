using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>A kind that has to be looked through when an object of a source kind was relabelled.</summary>
/// <param name="Type">The kind.</param>
/// <param name="GetsLabels">Whether its objects may get labels from the source.</param>
/// <param name="LeadsOn">Whether the source may be the owner's owner of others by way of its objects.</param>
internal sealed record DependentKind(ResourceType Type, bool GetsLabels, bool LeadsOn);
