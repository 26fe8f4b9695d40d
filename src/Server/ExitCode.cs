namespace Tagalong.Server;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>A sweep came to its end, but not everything could be done; its summary says what.</summary>
    public const int Incomplete = 1;

    /// <summary>The command line or the configuration is at fault: nothing was started.</summary>
    public const int Misconfigured = 2;

    /// <summary>A sweep was called off by a signal; its summary says what was done by then.</summary>
    public const int Cancelled = 130;
}
