using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>Labels that the rule itself spells out.</summary>
internal sealed class StaticSource() : SourceDefinition(LabelSourceKind.Static, "static", "policy")
{
    public override SourceMember Member => SourceMember.Values;

    public override LabelSet? LabelsWithoutRead(LabelSource source, ObjectSnapshot target) => source.Values;
}
