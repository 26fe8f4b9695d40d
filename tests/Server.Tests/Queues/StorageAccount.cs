using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>
/// A storage account, an Entra ID that gives tokens for it, and the authority that vouches for both. Those who test look into
/// the queues by the account's key, past all that is tested.
/// </summary>
public sealed class StorageAccount : IAsyncLifetime
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _folder = Directory.CreateTempSubdirectory("tagalong-storage").FullName;
    private readonly X509Certificate2 _authority = Certificates.Authority("storage-ca");
    private HttpClient? _client;
    private int _queues;

    internal Azurite Azurite { get; private set; } = null!;

    internal FakeEntra Entra { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Azurite.IsExpected)
        {
            return;
        }

        await File.WriteAllTextAsync(AuthorityFile, _authority.ExportCertificatePem());
        await File.WriteAllTextAsync(TokenFile, "federated");
        Azurite = await Azurite.StartAsync(_authority);
        Entra = await FakeEntra.StartAsync(_authority);
        var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        chain.CustomTrustStore.Add(_authority);
        _client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = chain } });
    }

    private string AuthorityFile => Path.Combine(_folder, "ca.pem");

    private string TokenFile => Path.Combine(_folder, "token");

    /// <summary>The settings that lead to the account, by workload identity.</summary>
    public string[] Settings(params string[] more) =>
    [
        $"Tagalong:Queue:AzureStorage:Account={Azurite.Url}", $"Tagalong:Azure:AuthorityHost={Entra.Url}", $"Tagalong:Azure:CertificateAuthority={AuthorityFile}",
        $"Tagalong:Azure:FederatedTokenFile={TokenFile}", $"Tagalong:Azure:ClientId={FakeEntra.Client}", $"Tagalong:Azure:TenantId={FakeEntra.Tenant}",
        "Tagalong:Azure:Timeout=00:00:15", .. more,
    ];

    /// <summary>A queue that nobody else has.</summary>
    public async Task<QueueClient> CreateQueueAsync()
    {
        var queue = Queue($"events-{Interlocked.Increment(ref _queues)}");
        await queue.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return queue;
    }

    /// <summary>A queue, whether it exists or not.</summary>
    public QueueClient Queue(string name) => new(
        new Uri($"{Azurite.Url}/{name}"), new StorageSharedKeyCredential(Azurite.Account, Key),
        new QueueClientOptions(QueueClientOptions.ServiceVersion.V2024_11_04) { Transport = new HttpClientTransport(_client!) });

    /// <summary>The messages that nobody has at the moment, their texts decoded.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string name)
    {
        try
        {
            PeekedMessage[] peeked = await Queue(name).PeekMessagesAsync(32, TestContext.Current.CancellationToken);
            return [.. peeked.Select(static message => Decoded(message.Body.ToString()))];
        }
        catch (Azure.RequestFailedException none) when (none.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    /// <summary>How many messages there are, those that somebody has included.</summary>
    public async Task<int> CountAsync(string name) =>
        (await Queue(name).GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount;

    public async ValueTask DisposeAsync()
    {
        if (Azurite is not null)
        {
            await Azurite.DisposeAsync();
        }

        if (Entra is not null)
        {
            await Entra.DisposeAsync();
        }

        _client?.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Decoded(string text) => text.StartsWith('{') ? text : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
