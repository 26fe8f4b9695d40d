using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Core.ApiServer;

/// <summary>Who is trusted to vouch for a server.</summary>
public static class TrustPolicy
{
    /// <summary>These authorities and no others; whether one took a certificate back is not asked, since private ones mostly do not tell.</summary>
    public static X509ChainPolicy Only(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
