using System.CommandLine;
using System.CommandLine.Completions;
using Tagalong.Core.PolicyFiles;

namespace Tagalong.Cli.Policies;

/// <summary>Policies as arguments.</summary>
internal static class PolicyArguments
{
    /// <summary>Several policies.</summary>
    public static Argument<string[]> Several(string name, ArgumentArity arity)
    {
        var argument = new Argument<string[]>(name)
        {
            Arity = arity,
            HelpName = name,
            Description = $"Policy files, folders of them, built-in packs ({string.Join(", ", BuiltInPolicies.Names)}){(arity.MinimumNumberOfValues == 0 ? "; none for what is in force by default" : "")}",
        };
        argument.CompletionSources.Add(static _ => BuiltInPolicies.Names.Select(static pack => new CompletionItem(pack)));
        return argument;
    }
}
