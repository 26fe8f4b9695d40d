using System.Collections.Immutable;

namespace Tagalong.Testing;

/// <summary>What a request to a <see cref="GatedCluster"/> showed.</summary>
/// <param name="Host">The header <c>Host</c>.</param>
/// <param name="Shown">The token, or the subject of the client certificate.</param>
/// <param name="Impersonated">The headers of impersonation, in order.</param>
public sealed record SeenRequest(string Host, string Shown, ImmutableArray<string> Impersonated);
