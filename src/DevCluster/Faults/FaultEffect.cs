namespace Tagalong.DevCluster.Faults;

/// <summary>What a fault does to a request.</summary>
internal enum FaultEffect
{
    Delay,
    Answer,
    Hang,
    CutBefore,
    CutHalfway,
}
