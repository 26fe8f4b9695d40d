namespace Tagalong.Core.Kubeconfig;

/// <summary>Which files kubectl would read.</summary>
internal static class KubeconfigPaths
{
    /// <summary>The file or files in a setting, divided as in <c>KUBECONFIG</c>; else those in <c>KUBECONFIG</c>; else the user's kubeconfig.</summary>
    public static string[] Of(string? setting, string? variable) =>
        !string.IsNullOrEmpty(setting) ? (File.Exists(setting) ? [setting] : Split(setting))
        : !string.IsNullOrEmpty(variable) ? Split(variable)
        : [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".kube", "config")];

    /// <summary>Several files as one setting.</summary>
    public static string Join(IEnumerable<string> files) => string.Join(Path.PathSeparator, files);

    private static string[] Split(string list) => list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
