using System.CommandLine;

namespace Tagalong.Cli.Policies;

/// <summary>The verb <c>policy</c>, which takes files alone and asks no cluster.</summary>
internal static class PolicyCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        No cluster is asked.

        Examples:
          tagalong policy show                          what is in force by default
          tagalong policy check policies/               every fault at once, with file, line and column
          tagalong policy test shop.yaml release.yaml   what the policy makes of these objects

        Exit codes: see those of the verb below it.
        """;

    /// <summary>Makes the verb, and those below it with what the help says of each.</summary>
    public static (Command Verb, IReadOnlyDictionary<Command, string> Below) Create()
    {
        var below = new OrderedDictionary<Command, string>
        {
            [ShowCommand.Create()] = ShowCommand.Notes,
            [CheckCommand.Create()] = CheckCommand.Notes,
            [TestCommand.Create()] = TestCommand.Notes,
        };
        var verb = new Command("policy", "Show, check and try policies, without a cluster");
        foreach (var command in below.Keys)
        {
            verb.Add(command);
        }

        return (verb, below);
    }
}
