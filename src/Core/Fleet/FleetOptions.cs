using System.ComponentModel.DataAnnotations;
using Tagalong.Core.Settings;

namespace Tagalong.Core.Fleet;

/// <summary>How the fleet is configured, and how events name its clusters. Section <c>Tagalong:Fleet</c>.</summary>
public sealed class FleetOptions
{
    /// <summary>
    /// A file, YAML or JSON, such as a mounted ConfigMap. Its mapping <c>clusters</c> has what otherwise is in <c>Tagalong:Clusters</c>.
    /// </summary>
    /// <value>Default: none.</value>
    public string File { get; set; } = "";

    /// <summary>How often the configuration and its files are checked for changes.</summary>
    /// <value>Default: 10 seconds. From zero (with each event) to one day.</value>
    [SettingRange(0, 86_400)]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether clusters are used whose kubeconfig has <c>insecure-skip-tls-verify</c>. Whoever is between then gets the credentials.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowUnverifiedServers { get; set; }

    /// <summary>The CloudEvents extension that names the cluster.</summary>
    /// <value>Default: <c>cluster</c>. Lower-case letters and digits, as the specification requires of attribute names.</value>
    [RegularExpression("^[a-z0-9]{1,64}$", ErrorMessage = "Tagalong:Fleet:ClusterExtension has to be a CloudEvents attribute's name: lower-case letters and digits.")]
    public string ClusterExtension { get; set; } = "cluster";
}
