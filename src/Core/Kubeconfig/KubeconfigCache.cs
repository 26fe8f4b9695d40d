using Tagalong.Core.Credentials;

namespace Tagalong.Core.Kubeconfig;

/// <summary>The kubeconfigs as they were read last. A file is read again when it changed.</summary>
internal sealed class KubeconfigCache
{
    private readonly Dictionary<string, (string? Stamp, KubeconfigFile File)> _files = new(StringComparer.Ordinal);

    /// <inheritdoc cref="KubeconfigFile.Load"/>
    public KubeconfigFile Load(string path)
    {
        var stamp = FileStamp.Of(path);
        if (!_files.TryGetValue(path, out var known) || known.Stamp != stamp)
        {
            _files[path] = known = (stamp, KubeconfigFile.Load(path));
        }

        return known.File;
    }
}
