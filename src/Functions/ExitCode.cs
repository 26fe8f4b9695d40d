namespace Tagalong.Functions;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The command line or the configuration is at fault: nothing was started.</summary>
    public const int Misconfigured = 2;
}
