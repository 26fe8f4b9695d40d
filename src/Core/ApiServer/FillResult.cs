namespace Tagalong.Core.ApiServer;

/// <summary>How reading a body into a buffer ended.</summary>
public enum FillResult
{
    /// <summary>The buffer holds all of it.</summary>
    Complete,

    /// <summary>It is larger than it may be.</summary>
    TooLarge,

    /// <summary>The budget that it shares with others is used up.</summary>
    OverBudget,
}
