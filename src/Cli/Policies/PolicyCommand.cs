using Tagalong.Cli.Commands;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy</c>. Its subcommands read files only.</summary>
internal sealed class PolicyCommand : DocumentedCommand
{
    public PolicyCommand()
        : base("policy", "Show, check and test policies, without a cluster", """
            These commands do not call a cluster.

            Examples:
              tagalong policy show                          the default policy
              tagalong policy check policies/               every error, with file, line and column
              tagalong policy test shop.yaml release.yaml   the labels that the policy gives to these objects

            Exit codes: see the help of each command.
            """)
    {
        Add(new ShowCommand());
        Add(new CheckCommand());
        Add(new TestCommand());
    }
}
