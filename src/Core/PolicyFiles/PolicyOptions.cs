namespace Tagalong.Core.PolicyFiles;

/// <summary>Which policies are in force. Section <c>Tagalong:Policies</c>.</summary>
public sealed class PolicyOptions
{
    /// <summary>A policy file, or a folder of them, such as a mounted ConfigMap.</summary>
    /// <value>Default: none.</value>
    public string Path { get; set; } = "";

    /// <summary>The built-in packs in force; their rules come after those of <see cref="Path"/>.</summary>
    /// <value>Default: none where there is a <see cref="Path"/>, else <c>argo-rollouts</c>.</value>
    public IList<string> BuiltIn { get; } = [];
}
