using System.ComponentModel.DataAnnotations;

namespace Tagalong.Core;

/// <summary>How events are worked on. Section <c>Tagalong:Labeler</c>.</summary>
public sealed class LabelerOptions
{
    /// <summary>The most objects per cluster whose last write is remembered.</summary>
    /// <value>Default: 20 000, a few MB. From 2 to 10 000 000.</value>
    [Range(2, 10_000_000, ErrorMessage = "Tagalong:Labeler:RememberedObjects has to be from 2 to 10000000.")]
    public int RememberedObjects { get; set; } = 20_000;
}
