namespace Tagalong.DevCluster.Faults;

/// <summary>The effect of a fault on a request.</summary>
internal enum FaultEffect
{
    Delay,
    Respond,
    Hang,
    CutBefore,
    CutHalfway,
}
