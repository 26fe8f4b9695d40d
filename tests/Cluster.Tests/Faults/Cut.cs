namespace Tagalong.Cluster.Tests.Faults;

/// <summary>Where a connection is cut.</summary>
internal enum Cut
{
    /// <summary>As soon as it is open.</summary>
    BeforeTheRequest,

    /// <summary>Some requests later, in the middle of one.</summary>
    InTheRequest,

    /// <summary>Some requests later, before the next response.</summary>
    BeforeTheResponse,
}
