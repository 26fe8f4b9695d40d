using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster;

/// <summary>The options of a <see cref="DevApiServer"/>. They are read when it starts.</summary>
public sealed class DevApiServerOptions
{
    /// <summary>The port to listen on, on the loopback address.</summary>
    /// <value>0, the default, for any free port.</value>
    public int Port { get; set; }

    /// <summary>The users of the API, besides the administrator, who has all rights.</summary>
    public IList<DevUser> Users { get; } = [];

    /// <summary>The clock of timestamps, watch timeouts and delays.</summary>
    /// <value>The system clock by default.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The source of uids and generated names. A seeded one makes a run repeatable.</summary>
    /// <value>Seeded from the system by default.</value>
    public Random Random { get; set; } = new();

    /// <summary>The number of changes that are kept for each kind. An older watch or continue token gets 410.</summary>
    /// <value>4096 by default.</value>
    public int HistorySize { get; set; } = 4096;

    /// <summary>The number of requests that the request log keeps.</summary>
    /// <value>100 000 by default.</value>
    public int RequestLogSize { get; set; } = 100_000;

    /// <summary>The interval between bookmarks of a watch that asks for them.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan BookmarkInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Namespaces that exist from the start.</summary>
    /// <value><c>default</c> and <c>kube-system</c> by default.</value>
    public IList<string> Namespaces { get; } = ["default", "kube-system"];
}
