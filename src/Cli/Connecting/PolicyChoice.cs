using Tagalong.Cli.Commands;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Connecting;

/// <summary>Loads the policy of the command line.</summary>
internal static class PolicyChoice
{
    /// <param name="names">Files, folders and built-in packs; <c>./NAME</c> is a file with the name of a pack. Empty for the default policy.</param>
    public static PolicyLoadResult Load(IReadOnlyCollection<string> names)
    {
        var packs = names.Where(static name => BuiltInPolicies.Names.Contains(name)).ToList();
        return PolicyLoader.Load([.. names.Except(packs)], packs);
    }

    /// <inheritdoc cref="Load"/>
    /// <exception cref="CommandException">The policy has errors: each with file, line and member.</exception>
    public static LabelPolicy Get(IReadOnlyCollection<string> names)
    {
        var loaded = Load(names);
        return loaded.IsUsable ? loaded.Policy : throw new CommandException([.. loaded.Errors.Select(static fault => fault.ToString())]);
    }
}
