using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;

namespace Tagalong.Server.RabbitMq;

/// <summary>Makes connections to the broker. Secrets and certificates are read anew for each, and follow their rotation.</summary>
/// <remarks>
/// The client's own recovery is off: after it, what was taken before and what was taken since look alike, and a message that
/// was settled late would be mistaken for another.
/// </remarks>
internal sealed class RabbitMqConnector(IOptions<RabbitMqOptions> options)
{
    /// <summary>As large as a broker lets any message be by default, so that it is for the settings to refuse it.</summary>
    private const int LargestMessage = 128 * 1024 * 1024;

    /// <summary>Connects.</summary>
    /// <param name="purpose">What for; it is shown among the broker's connections.</param>
    /// <param name="cancellationToken">Calls it off.</param>
    /// <exception cref="Exception">There is no connection to be had; <see cref="RabbitMqFaults"/> knows what it may be.</exception>
    public async Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        var rabbit = options.Value;
        var factory = new ConnectionFactory
        {
            Uri = new Uri(rabbit.UriFile.Length > 0 ? await SecretFile.ReadAsync(rabbit.UriFile, cancellationToken) : rabbit.Uri),
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            ContinuationTimeout = rabbit.Timeout,
            HandshakeContinuationTimeout = rabbit.Timeout,
            RequestedConnectionTimeout = rabbit.Timeout,
            RequestedHeartbeat = rabbit.Heartbeat,
            MaxInboundMessageBodySize = LargestMessage,
            ClientProvidedName = $"tagalong-server {purpose}",
        };
        factory.UserName = rabbit.UserName.Length > 0 ? rabbit.UserName : factory.UserName;
        factory.Password = rabbit.PasswordFile.Length > 0 ? await SecretFile.ReadAsync(rabbit.PasswordFile, cancellationToken)
            : rabbit.Password.Length > 0 ? rabbit.Password
            : factory.Password;
        if (rabbit.CertificateAuthority.Length > 0)
        {
            var authorities = CertificateAuthorities.Load(rabbit.CertificateAuthority);
            factory.Ssl.CertificateValidationCallback = (_, certificate, chain, errors) => IsSignedBy(authorities, certificate, chain, errors);
        }

        return await factory.CreateConnectionAsync(cancellationToken);
    }

    /// <summary>Whether a certificate fits the host's name and leads to one of these authorities, and to no other.</summary>
    private static bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = TrustPolicy.Only(authorities) };
        chain.ChainPolicy.ExtraStore.AddRange(presented?.ChainElements.Select(static element => element.Certificate).ToArray() ?? []);
        return chain.Build(shown);
    }
}
