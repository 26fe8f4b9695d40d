namespace Tagalong.Cli.Commands;

/// <summary>The exit codes of every command.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command ran to the end and found something that is not as expected; the output names it.</summary>
    public const int NotAsExpected = 1;

    /// <summary>The command line, a policy or the kubeconfig has an error. Nothing was done.</summary>
    public const int Misuse = 2;

    /// <summary>The result is unknown: a cluster did not respond, or a permission is missing.</summary>
    public const int Failed = 3;

    /// <summary>Ctrl-C: 128 and the signal's number, as shells do.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM: 128 and the signal's number.</summary>
    public const int Terminated = 143;
}
