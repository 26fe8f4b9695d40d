using System.CommandLine;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy</c>. Its subcommands read files only.</summary>
internal static class PolicyCommand
{
    public const string Notes = """
        These commands do not call a cluster.

        Examples:
          tagalong policy show                          the default policy
          tagalong policy check policies/               every error, with file, line and column
          tagalong policy test shop.yaml release.yaml   the labels that the policy gives to these objects

        Exit codes: see the help of each command.
        """;

    /// <summary>Creates the command, and its subcommands with the notes for their help.</summary>
    public static (Command Command, IReadOnlyDictionary<Command, string> Subcommands) Create()
    {
        var subcommands = new OrderedDictionary<Command, string>
        {
            [ShowCommand.Create()] = ShowCommand.Notes,
            [CheckCommand.Create()] = CheckCommand.Notes,
            [TestCommand.Create()] = TestCommand.Notes,
        };
        var command = new Command("policy", "Show, check and test policies, without a cluster");
        foreach (var subcommand in subcommands.Keys)
        {
            command.Add(subcommand);
        }

        return (command, subcommands);
    }
}
