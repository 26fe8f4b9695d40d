using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tagalong.DevCluster.Security;

namespace Tagalong.Testing;

/// <summary>RabbitMQ as a child process, on free loopback ports, with all its files in a temporary folder.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    /// <summary>A user with every right.</summary>
    public const string User = "tagalong";

    /// <summary>A user who may publish and consume, but not create queues.</summary>
    public const string LimitedUser = "limited";

    /// <summary>The password of both.</summary>
    public const string Password = "a-password-that-is-in-no-log";

    /// <summary>A virtual host besides <c>/</c>.</summary>
    public const string OtherHost = "team/shop";

    /// <summary>The maximum size of a message, in bytes.</summary>
    public const int MaxMessageBytes = 1_000_000;

    private const string OtherAddress = "127.0.0.2";
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder;
    private readonly IReadOnlyList<int> _ports;
    private ServerProcess? _process;

    private RabbitMqServer(TemporaryFolder folder, IReadOnlyList<int> ports) => (_folder, _ports) = (folder, ports);

    /// <summary>Its address, without a user.</summary>
    public string Uri => $"amqp://127.0.0.1:{_ports[0]}";

    /// <summary>The TLS address with a name in the certificate.</summary>
    public string TlsUri => $"amqps://localhost:{_ports[1]}";

    /// <summary>The TLS address with a name that is not in the certificate.</summary>
    public string MisnamedTlsUri => $"amqps://{OtherAddress}:{_ports[1]}";

    /// <summary>A PEM file with the authority of its certificate.</summary>
    public string CertificateAuthority => _folder["ca.crt"];

    /// <summary>Starts a broker and waits until it is ready. Skips the test if RabbitMQ is not installed, unless it is required.</summary>
    public static async Task<RabbitMqServer> StartAsync()
    {
        if (!File.Exists(Program))
        {
            const string missing = "RabbitMQ is not installed: run .ci/install-tools, or install Debian's rabbitmq-server.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("TAGALONG_TEST_TOOLS") != "required", missing);
            Assert.Fail(missing);
        }

        for (var tries = 1; ; tries++)
        {
            var server = new RabbitMqServer(new TemporaryFolder(), LoopbackPorts.Free(3));
            try
            {
                await server.ConfigureAsync();
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException error) when (tries < 3 && error.Message.Contains("eaddrinuse", StringComparison.Ordinal))
            {
                // Another process took a port in the meantime.
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Kills the broker, as if the node died. Its data on disk is kept.</summary>
    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>Starts the broker with its data on disk, and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It does not start. The message has the end of its log.</exception>
    public async Task StartAgainAsync()
    {
        File.Delete(_folder["rabbit.log"]);
        _process = await ServerProcess.StartAsync(_folder["output"], "/usr/bin/env", [.. Variables(), Program]);
        var started = TimeProvider.System.GetTimestamp();
        while (!File.Exists(_folder["rabbit.log"]) || !(await ReadLogAsync()).Contains("Server startup complete", StringComparison.Ordinal))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new InvalidOperationException($"RabbitMQ does not start: {_process.LogTail}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _folder.DisposeAsync();
    }

    private async Task<string> ReadLogAsync()
    {
        await using var log = new FileStream(_folder["rabbit.log"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private async Task ConfigureAsync()
    {
        using var certificates = ServerCertificates.Create();
        await WriteAsync("ca.crt", certificates.AuthorityPem);
        await WriteAsync("server.crt", certificates.Server.ExportCertificatePem());
        await WriteAsync("server.key", certificates.Server.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        await WriteAsync("enabled_plugins", "[].");
        await WriteAsync("definitions.json", Definitions());
        await WriteAsync(
            "rabbitmq.conf",
            $"""
            listeners.tcp.1 = 127.0.0.1:{_ports[0]}
            listeners.ssl.1 = 127.0.0.1:{_ports[1]}
            listeners.ssl.2 = {OtherAddress}:{_ports[1]}
            ssl_options.cacertfile = {_folder["ca.crt"]}
            ssl_options.certfile = {_folder["server.crt"]}
            ssl_options.keyfile = {_folder["server.key"]}
            load_definitions = {_folder["definitions.json"]}
            max_message_size = {MaxMessageBytes}
            log.file = {_folder["rabbit.log"]}
            log.console = false

            """);
    }

    /// <remarks>
    /// Without a port mapper, the node listens for other nodes on the given port, here on the loopback address. With
    /// RUNNING_UNDER_SYSTEMD the program becomes the node itself, and can be killed by its process id.
    /// </remarks>
    private IEnumerable<string> Variables() =>
    [
        $"HOME={_folder.Path}", "RUNNING_UNDER_SYSTEMD=1", "RABBITMQ_CONF_ENV_FILE=/dev/null", $"RABBITMQ_NODENAME=tagalong{_ports[2]}@localhost",
        $"RABBITMQ_MNESIA_BASE={_folder["mnesia"]}", $"RABBITMQ_LOG_BASE={_folder.Path}", $"RABBITMQ_CONFIG_FILE={_folder["rabbitmq"]}",
        $"RABBITMQ_ENABLED_PLUGINS_FILE={_folder["enabled_plugins"]}", $"RABBITMQ_DIST_PORT={_ports[2]}",
        $"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-start_epmd false -erl_epmd_port {_ports[2]} -kernel inet_dist_use_interface {{127,0,0,1}} +sbwt none +sbwtdcpu none +sbwtdio none",
    ];

    private static string Definitions()
    {
        string[] hosts = ["/", OtherHost];
        return $$"""
            {
              "vhosts": [{{string.Join(',', hosts.Select(static host => $$"""{"name":"{{host}}"}"""))}}],
              "users": [{{Defined(User)}}, {{Defined(LimitedUser)}}],
              "permissions": [{{string.Join(',', hosts.SelectMany(static host => (string[])[Granted(host, User, ".*"), Granted(host, LimitedUser, "^$")]))}}]
            }
            """;

        static string Defined(string user)
        {
            var salt = RandomNumberGenerator.GetBytes(4);
            var hash = Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Password)])]);
            return $$"""{"name":"{{user}}","password_hash":"{{hash}}","hashing_algorithm":"rabbit_password_hashing_sha256","tags":""}""";
        }

        static string Granted(string host, string user, string configure) =>
            $$"""{"user":"{{user}}","vhost":"{{host}}","configure":"{{configure}}","write":".*","read":".*"}""";
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(_folder[name], text, TestContext.Current.CancellationToken);
}
