using System.Collections.Immutable;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A document of a policy file, as far as it could be read.</summary>
internal sealed record DeclaredPolicy(Placed<string>? Name, ImmutableArray<DeclaredRule> Rules);
