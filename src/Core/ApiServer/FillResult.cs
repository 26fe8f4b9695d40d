namespace Tagalong.Core.ApiServer;

/// <summary>How reading a body into a buffer ended.</summary>
public enum FillResult
{
    /// <summary>The buffer holds all of it.</summary>
    Complete,

    /// <summary>The body is larger than allowed.</summary>
    TooLarge,

    /// <summary>The shared memory budget is used up.</summary>
    OverBudget,
}
