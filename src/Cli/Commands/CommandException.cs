namespace Tagalong.Cli.Commands;

/// <summary>The command cannot start: the command line, a policy or the kubeconfig has an error.</summary>
/// <param name="errors">What is wrong and how to fix it, one line each.</param>
internal sealed class CommandException(IReadOnlyList<string> errors) : Exception(string.Join('\n', errors))
{
    public CommandException(string error)
        : this([error])
    {
    }

    /// <summary>What is wrong and how to fix it, one line each.</summary>
    public IReadOnlyList<string> Errors => errors;
}
