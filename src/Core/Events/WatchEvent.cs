using Tagalong.Core.Objects;

namespace Tagalong.Core.Events;

/// <summary>One change of one object, whichever sender told of it.</summary>
/// <param name="Change">What happened.</param>
/// <param name="Object">The object it happened to.</param>
/// <param name="Body">
/// The object as it stood then, or null where the sender only named it, or is not to be believed: then it is read.
/// </param>
public sealed record WatchEvent(WatchChange Change, ObjectReference Object, ObjectSnapshot? Body);
