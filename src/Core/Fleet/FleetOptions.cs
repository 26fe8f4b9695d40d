using System.ComponentModel.DataAnnotations;
using Tagalong.Core.Settings;

namespace Tagalong.Core.Fleet;

/// <summary>How the fleet is told of, and how events name its clusters. Section <c>Tagalong:Fleet</c>.</summary>
public sealed class FleetOptions
{
    /// <summary>
    /// A file, YAML or JSON, with a mapping <c>clusters</c> of what else stands under <c>Tagalong:Clusters</c>, such as a
    /// mounted ConfigMap.
    /// </summary>
    /// <value>Default: none.</value>
    public string File { get; set; } = "";

    /// <summary>How often it is looked whether the configuration, or a file that it names, has changed.</summary>
    /// <value>Default: 10 seconds. From zero (with each event) to one day.</value>
    [SettingRange("Tagalong:Fleet:ReloadInterval", 0, 86_400)]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The CloudEvents extension that names the cluster.</summary>
    /// <value>Default: <c>cluster</c>. Lower-case letters and digits, as the specification demands of attribute names.</value>
    [RegularExpression("^[a-z0-9]{1,64}$", ErrorMessage = "Tagalong:Fleet:ClusterExtension has to be a CloudEvents attribute's name: lower-case letters and digits.")]
    public string ClusterExtension { get; set; } = "cluster";
}
