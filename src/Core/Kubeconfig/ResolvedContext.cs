using System.Security.Cryptography;
using System.Text;

namespace Tagalong.Core.Kubeconfig;

/// <summary>A context with its cluster and its user, which may be missing.</summary>
internal sealed class ResolvedContext(KubeconfigContext context, KubeconfigCluster cluster, KubeconfigUser? user)
{
    public KubeconfigContext Context { get; } = context;

    public KubeconfigCluster Cluster { get; } = cluster;

    public KubeconfigUser? User { get; } = user;

    /// <summary>Changes when something in the context, its cluster or its user does. It does not show their secrets.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in Cluster.Parts.Concat(User?.Parts ?? []))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{part?.Length ?? -1}:{part}\n"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
