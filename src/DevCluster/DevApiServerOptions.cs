using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster;

/// <summary>How a <see cref="DevApiServer"/> is to be. Read when it starts.</summary>
public sealed class DevApiServerOptions
{
    /// <summary>The port to listen on, on the loopback addresses.</summary>
    /// <value>0, the default, for any free port.</value>
    public int Port { get; set; }

    /// <summary>Who may use the API, besides the administrator, who may do everything.</summary>
    public IList<DevUser> Users { get; } = [];

    /// <summary>The clock of timestamps, watch timeouts and delays.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where uids and generated names come from; a seeded one makes a run repeatable.</summary>
    /// <value>Seeded from the system by default.</value>
    public Random Random { get; set; } = new();

    /// <summary>How many changes of each kind are kept. A watch or continue token older than that gets 410.</summary>
    /// <value>4096 by default.</value>
    public int HistorySize { get; set; } = 4096;

    /// <summary>How many requests the request log keeps.</summary>
    /// <value>100 000 by default.</value>
    public int RequestLogSize { get; set; } = 100_000;

    /// <summary>How often a watch that takes bookmarks gets one.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan BookmarkInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Namespaces that exist from the start.</summary>
    /// <value><c>default</c> and <c>kube-system</c> by default.</value>
    public IList<string> Namespaces { get; } = ["default", "kube-system"];
}
