using System.CommandLine;
using System.CommandLine.Completions;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Policies;

internal static class PolicyArguments
{
    public static Argument<string[]> Several(string name, ArgumentArity arity) => new(name)
    {
        Arity = arity,
        HelpName = name,
        Description = $"Policy files, folders of them, built-in packs ({string.Join(", ", BuiltInPolicies.Names)}){(arity.MinimumNumberOfValues == 0 ? "; default: the default policy" : "")}",
        CompletionSources = { static _ => BuiltInPolicies.Names.Select(static pack => new CompletionItem(pack)) },
    };
}
