namespace Tagalong.Server.CommandLine;

/// <summary>The exit codes of the process; <c>sweep</c> has more.</summary>
internal static class ExitCode
{
    /// <summary>The process was asked to stop and stopped.</summary>
    public const int Success = 0;

    /// <summary>The command line or the configuration has errors: nothing was started.</summary>
    public const int Misconfigured = 2;
}
