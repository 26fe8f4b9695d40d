using Tagalong.Core.Objects;

namespace Tagalong.Core.Events;

/// <summary>One change of one object, whichever sender reported it.</summary>
/// <param name="Change">What happened.</param>
/// <param name="Object">The object it happened to.</param>
/// <param name="Body">
/// The object after the change, or null if the sender only named it or is not authenticated: then it is read.
/// </param>
internal sealed record WatchEvent(WatchChange Change, ObjectReference Object, ObjectSnapshot? Body);
