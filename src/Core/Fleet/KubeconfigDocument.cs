using k8s;
using k8s.KubeConfigModels;

namespace Tagalong.Core.Fleet;

/// <summary>The content of a kubeconfig.</summary>
internal static class KubeconfigDocument
{
    /// <summary>Reads a file; an empty one is a kubeconfig without contexts.</summary>
    /// <exception cref="Exception">It cannot be read; see <see cref="ClientConfigurationFactory.IsConfigurationError"/>.</exception>
    public static K8SConfiguration Load(string file)
    {
        using var content = File.OpenRead(file);
        var read = KubernetesClientConfiguration.LoadKubeConfig(content) ?? new K8SConfiguration();

        // Paths in it are relative to this name.
        read.FileName = Path.GetFullPath(file);
        return read;
    }
}
