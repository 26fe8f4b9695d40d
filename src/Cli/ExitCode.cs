namespace Tagalong.Cli;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>All is as it should be.</summary>
    public const int Success = 0;

    /// <summary>The verb found something that is not as it should be, or could not be carried through.</summary>
    public const int NotAsExpected = 1;

    /// <summary>The command line is wrong: nothing was done.</summary>
    public const int Misuse = 2;

    /// <summary>A signal ended it: 128 and the signal's number, as shells have it. This one is Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>As <see cref="Interrupted"/>; this one is SIGTERM.</summary>
    public const int Terminated = 143;
}
