using System.Collections.Immutable;
using Tagalong.Core.Rules;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A source as it is written.</summary>
/// <param name="Source">What it says.</param>
/// <param name="Place">Where.</param>
/// <param name="Keys">The keys that it spells out, each with its place.</param>
internal sealed record DeclaredSource(LabelSource Source, YamlPlace Place, ImmutableArray<Placed<string>> Keys);
