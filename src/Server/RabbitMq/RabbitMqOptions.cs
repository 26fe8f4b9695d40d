using Tagalong.Core.Settings;

namespace Tagalong.Server.RabbitMq;

/// <summary>A RabbitMQ broker. Section <c>Tagalong:Queue:RabbitMq</c>.</summary>
internal sealed class RabbitMqOptions
{
    /// <summary>The address of the broker: <c>amqps://HOST[:PORT][/VHOST]</c>.</summary>
    /// <value>Default: empty; this or <see cref="UriFile"/> is required.</value>
    public string Uri { get; set; } = "";

    /// <summary>A file with the address, if the address has a password; it is read again for each connection.</summary>
    /// <value>Default: empty, none.</value>
    public string UriFile { get; set; } = "";

    /// <value>Default: empty, the user in the address, or else <c>guest</c>.</value>
    public string UserName { get; set; } = "";

    /// <value>Default: empty, the password in the address, or else <c>guest</c>.</value>
    public string Password { get; set; } = "";

    /// <summary>A file with the password; it is read again for each connection.</summary>
    /// <value>Default: empty, none.</value>
    public string PasswordFile { get; set; } = "";

    /// <summary>A PEM file with the certificate authorities that may have signed the broker's certificate.</summary>
    /// <value>Default: empty, the authorities of the machine.</value>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>Whether missing queues and exchanges are created.</summary>
    /// <value>Default: <see cref="RabbitMqTopology.Declare"/>.</value>
    public RabbitMqTopology Topology { get; set; } = RabbitMqTopology.Declare;

    /// <summary>The type of the queues that are created.</summary>
    /// <value>Default: <see cref="RabbitMqQueueType.Quorum"/>.</value>
    public RabbitMqQueueType QueueType { get; set; } = RabbitMqQueueType.Quorum;

    /// <summary>The exchange that dead letters are published to, with the queue's name as routing key.</summary>
    /// <value>Default: <c>tagalong.dead</c>.</value>
    public string DeadLetterExchange { get; set; } = "tagalong.dead";

    /// <summary>How long the broker may take to accept a connection, a declaration or a published message.</summary>
    /// <value>Default: 10 seconds. From 100 ms to five minutes.</value>
    [SettingRange(0.1, 300)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be silent before it counts as lost.</summary>
    /// <value>Default: 30 seconds. From 1 second to ten minutes.</value>
    [SettingRange(1, 600)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait before a failed connection is tried again; the first is a hundredth of it, and it doubles with each failure.</summary>
    /// <value>Default: 30 seconds. From 10 ms to ten minutes.</value>
    [SettingRange(0.01, 600)]
    public TimeSpan LongestReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);
}
