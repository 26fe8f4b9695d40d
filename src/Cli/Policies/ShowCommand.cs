using System.CommandLine;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Policies;

/// <summary>The verb <c>policy show</c>.</summary>
internal static class ShowCommand
{
    /// <summary>What the help says below the options.</summary>
    public const string Notes = """
        What is printed is a policy file again: to begin one of your own, write it to a file and change it.

        Examples:
          tagalong policy show                                  what is in force by default
          tagalong policy show policies/ argo-rollouts          your rules, and those of a pack that they do not replace
          tagalong policy show analysis-runs -o json            for programs

        Exit codes: 0 shown; 2 the policy has faults, and each is named.
        """;

    private static readonly Argument<string[]> PoliciesArgument = PolicyArguments.Several("POLICY", ArgumentArity.ZeroOrMore);
    private static readonly Option<OutputFormat> OutputOptionOfShow = OutputOption.Create();

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("show", "Print the rules that are in force, with what holds by default and what is protected") { PoliciesArgument, OutputOptionOfShow };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var policy = PolicyChoice.Get(parsed.GetValue(PoliciesArgument) ?? []);
        var output = parsed.InvocationConfiguration.Output;
        switch (parsed.GetValue(OutputOptionOfShow))
        {
            case OutputFormat.Text:
                PolicyText.Write(output, policy);
                break;
            case var format:
                Document.Write(output, format, json => PolicyDocument.WriteEffective(json, policy));
                break;
        }

        return ExitCode.Success;
    }
}
