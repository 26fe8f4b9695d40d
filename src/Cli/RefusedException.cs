namespace Tagalong.Cli;

/// <summary>What was asked for cannot be begun: the command line, a policy or the way to a cluster is at fault.</summary>
/// <param name="faults">What is wrong and what to do about it, a line each.</param>
internal sealed class RefusedException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>One fault.</summary>
    public RefusedException(string fault)
        : this([fault])
    {
    }

    /// <summary>What is wrong and what to do about it, a line each.</summary>
    public IReadOnlyList<string> Faults => faults;
}
