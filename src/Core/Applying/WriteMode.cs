namespace Tagalong.Core.Applying;

/// <summary>How far a plan is carried out.</summary>
public enum WriteMode
{
    /// <summary>It is applied.</summary>
    Apply,

    /// <summary>Nothing is sent: it is told what would be.</summary>
    Plan,

    /// <summary>The API server does all but store it: <c>dryRun=All</c>. Rights, admission and other field managers have their say.</summary>
    Try,
}
