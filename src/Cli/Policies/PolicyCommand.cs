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

    /// <summary>Makes the verb.</summary>
    public static Command Create() => new("policy", "Show, check and try policies, without a cluster")
    {
        ShowCommand.Create(),
        CheckCommand.Create(),
        TestCommand.Create(),
    };
}
