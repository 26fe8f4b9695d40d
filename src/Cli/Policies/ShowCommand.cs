using System.CommandLine;
using Tagalong.Cli.Commands;
using Tagalong.Cli.Connecting;
using Tagalong.Cli.Documents;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Policies;

/// <summary>The command <c>policy show</c>.</summary>
internal sealed class ShowCommand : DocumentedCommand
{
    private readonly Argument<string[]> _policies = PolicyArguments.Several("POLICY", ArgumentArity.ZeroOrMore);
    private readonly Option<OutputFormat> _output = OutputOption.Create();

    public ShowCommand()
        : base("show", "Print the rules in force, the default exclusions and the protected keys", """
            The output is a policy file: save it and change it to start your own policy.

            Examples:
              tagalong policy show                                  the default policy
              tagalong policy show policies/ argo-rollouts          your rules, and the rules of a pack that they do not replace
              tagalong policy show analysis-runs -o json            for programs

            Exit codes: 0 shown; 2 the policy has errors, and each is named.
            """)
    {
        Add(_policies);
        Add(_output);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var policy = PolicyChoice.Get(parsed.GetValue(_policies) ?? []);
        var (output, format) = (parsed.InvocationConfiguration.Output, parsed.GetValue(_output));
        if (format == OutputFormat.Text)
        {
            PolicyText.Write(output, policy);
        }
        else
        {
            DocumentWriter.Write(output, format, PolicyDocument.Of(policy), DocumentContext.Default.PolicyDocument);
        }

        return ExitCode.Success;
    }
}
