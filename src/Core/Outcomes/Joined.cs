using System.Collections.Immutable;

namespace Tagalong.Core.Outcomes;

/// <summary>Items that are written one after another only if a log line is really written.</summary>
internal readonly record struct Joined<T>(ImmutableArray<T> Items)
{
    public override string ToString() => string.Join(", ", Items);
}
