using System.Net.Security;
using System.Security.Authentication;
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

    /// <summary>
    /// Accepts a server's certificate with the right name that leads to one of the authorities. To .NET an authority that another one signed is
    /// no root; as in Go, each certificate that is configured is one.
    /// </summary>
    /// <exception cref="AuthenticationException">The certificate is not accepted; the message says why.</exception>
    internal static bool Accept(string name, X509Certificate2Collection? authorities, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) || chain is null)
        {
            throw new AuthenticationException("The server has no certificate.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new AuthenticationException($"The server's certificate is not for the name '{name}'.");
        }

        // The signatures were verified up to the last certificate of the chain.
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        return authorities is not null && status == X509ChainStatusFlags.PartialChain
            && chain.ChainElements.Any(element => authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)))
            ? true
            : throw new AuthenticationException($"The server's certificate is not trusted ({status}): "
                + $"{(authorities is null ? "the system does not know its authority" : "it must be signed by the configured authority, and be valid now")}.");
    }
}
