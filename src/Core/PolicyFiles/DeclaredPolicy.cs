using System.Collections.Immutable;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A document of a policy file, without its invalid parts.</summary>
internal sealed record DeclaredPolicy(Located<string>? Name, ImmutableArray<DeclaredRule> Rules);
