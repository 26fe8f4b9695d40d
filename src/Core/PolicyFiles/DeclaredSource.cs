using System.Collections.Immutable;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A source of a rule in a policy file.</summary>
/// <param name="Source">The source.</param>
/// <param name="Place">Its place.</param>
/// <param name="Keys">The keys that it lists, each with its place.</param>
internal sealed record DeclaredSource(LabelSource Source, YamlPlace Place, ImmutableArray<Located<string>> Keys);
