using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>The labels of the target's own pod template.</summary>
internal sealed class PodTemplateSource() : SourceDefinition(LabelSourceKind.PodTemplate, "podTemplate", "pod template")
{
    public override LabelSet? LabelsWithoutRead(LabelSource source, ObjectSnapshot target) => target.PodTemplateLabels;
}
