using k8s;
using k8s.KubeConfigModels;

namespace Tagalong.Core.Fleet;

/// <summary>A kubeconfig as it is written down.</summary>
internal static class KubeconfigDocument
{
    /// <summary>Reads one; an empty file, as <c>touch</c> makes it, is one without contexts.</summary>
    /// <exception cref="Exception">It cannot be read; see <see cref="ClientConfigurations.IsFault"/>.</exception>
    public static K8SConfiguration Load(string file)
    {
        using var content = File.OpenRead(file);
        var read = KubernetesClientConfiguration.LoadKubeConfig(content) ?? new K8SConfiguration();

        // Paths in it are relative to it.
        read.FileName = Path.GetFullPath(file);
        return read;
    }
}
