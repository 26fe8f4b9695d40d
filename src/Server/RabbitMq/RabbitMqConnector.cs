using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;

namespace Tagalong.Server.RabbitMq;

/// <summary>Connects to the broker. It reads secrets and certificates for each connection, so that it follows their rotation.</summary>
/// <remarks>
/// The client's own recovery is off: after a recovery, delivery tags of before and after look alike, and a message that is
/// settled late would be taken for another.
/// </remarks>
internal sealed class RabbitMqConnector(IOptions<RabbitMqOptions> options, TimeProvider time)
{
    /// <summary>The largest message that a broker accepts by default; the settings reject what is too large.</summary>
    private const int LargestMessage = 128 * 1024 * 1024;

    /// <summary>Connects, declares queues, and opens a session.</summary>
    /// <param name="purpose">Shown in the broker's list of connections.</param>
    /// <param name="declare">Declares what the session needs.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="Exception">The attempt failed; see <see cref="RabbitMqErrors"/>.</exception>
    public async Task<RabbitMqSession> OpenAsync(string purpose, Func<IConnection, Task> declare, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(purpose, cancellationToken);
        try
        {
            await declare(connection);
            return await RabbitMqSession.OpenAsync(connection, options.Value.Timeout, time, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<IConnection> ConnectAsync(string purpose, CancellationToken cancellationToken)
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

    /// <summary>Whether a certificate has the host's name and leads to one of these authorities, and to no other.</summary>
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
