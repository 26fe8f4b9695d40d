namespace Tagalong.Core.Applying;

/// <summary>How far a plan is carried out.</summary>
public enum WriteMode
{
    /// <summary>It is applied.</summary>
    Apply,

    /// <summary>It is reported; nothing is sent.</summary>
    Plan,

    /// <summary>It is sent as a server-side dry run (<c>dryRun=All</c>): rights, admission and other field managers are checked, nothing is stored.</summary>
    Try,
}
