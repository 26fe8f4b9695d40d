using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Core.ApiServer;

/// <summary>Which authorities may sign a server's certificate.</summary>
public static class TrustPolicy
{
    /// <summary>These authorities and no others. Revocation is not checked: most private authorities do not publish it.</summary>
    public static X509ChainPolicy Only(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
