namespace Tagalong.Cli;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>All is as it should be.</summary>
    public const int Success = 0;

    /// <summary>The verb was carried through and found something that is not as it should be, and says what.</summary>
    public const int NotAsExpected = 1;

    /// <summary>The command line, a policy or the way to a cluster is at fault: nothing was done.</summary>
    public const int Misuse = 2;

    /// <summary>The verb could not be carried through, so that it does not know: a cluster did not answer, or a right is missing.</summary>
    public const int Failed = 3;

    /// <summary>A signal ended it: 128 and the signal's number, as shells have it. This one is Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>As <see cref="Interrupted"/>; this one is SIGTERM.</summary>
    public const int Terminated = 143;
}
