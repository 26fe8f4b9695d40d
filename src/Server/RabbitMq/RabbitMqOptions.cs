using Tagalong.Core.Settings;

namespace Tagalong.Server.RabbitMq;

/// <summary>A RabbitMQ broker. Section <c>Tagalong:Queue:RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>Where the broker is: <c>amqps://HOST[:PORT][/VHOST]</c>.</summary>
    /// <value>Default: empty; this or <see cref="UriFile"/> is needed.</value>
    public string Uri { get; set; } = "";

    /// <summary>A file with the same, for an address that holds a password; it is read anew for each connection.</summary>
    /// <value>Default: empty, none.</value>
    public string UriFile { get; set; } = "";

    /// <summary>The user's name.</summary>
    /// <value>Default: empty, that of the address, or else <c>guest</c>.</value>
    public string UserName { get; set; } = "";

    /// <summary>The user's password.</summary>
    /// <value>Default: empty, that of the address, or else <c>guest</c>.</value>
    public string Password { get; set; } = "";

    /// <summary>A file with the user's password; it is read anew for each connection.</summary>
    /// <value>Default: empty, none.</value>
    public string PasswordFile { get; set; } = "";

    /// <summary>A PEM file with the authorities that may have signed the broker's certificate.</summary>
    /// <value>Default: empty, the machine's own.</value>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>Whether what is missing at the broker is made there.</summary>
    /// <value>Default: <see cref="RabbitMqTopology.Declare"/>.</value>
    public RabbitMqTopology Topology { get; set; } = RabbitMqTopology.Declare;

    /// <summary>What kind of queues are made.</summary>
    /// <value>Default: <see cref="RabbitMqQueueType.Quorum"/>.</value>
    public RabbitMqQueueType QueueType { get; set; } = RabbitMqQueueType.Quorum;

    /// <summary>The exchange that dead letters are published to, with the queue's name as their routing key.</summary>
    /// <value>Default: <c>tagalong.dead</c>.</value>
    public string DeadLetterExchange { get; set; } = "tagalong.dead";

    /// <summary>How long the broker may take to answer: to a connection, a declaration, or a message that is published.</summary>
    /// <value>Default: 10 seconds. From 100 ms to five minutes.</value>
    [SettingRange(0.1, 300)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the wire may be silent before the connection is taken for dead.</summary>
    /// <value>Default: 30 seconds. From 1 second to ten minutes.</value>
    [SettingRange(1, 600)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait before a connection that failed is tried again; the first is a hundredth of it, and it doubles with each failure.</summary>
    /// <value>Default: 30 seconds. From 10 ms to ten minutes.</value>
    [SettingRange(0.01, 600)]
    public TimeSpan LongestReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);
}
