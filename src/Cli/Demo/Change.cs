namespace Tagalong.Cli.Demo;

/// <summary>What a step of the release does to an object.</summary>
internal enum Change
{
    /// <summary>Creates it.</summary>
    Create,

    /// <summary>Updates it.</summary>
    Update,

    /// <summary>Updates its status.</summary>
    UpdateStatus,
}
