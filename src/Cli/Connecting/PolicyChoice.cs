using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Connecting;

/// <summary>Loads the policy that was asked for.</summary>
internal static class PolicyChoice
{
    /// <param name="named">Files, folders and names of built-in packs; a name of a pack means the pack, <c>./name</c> the file. Empty for the default.</param>
    public static PolicyLoadResult Load(IReadOnlyCollection<string> named)
    {
        var packs = named.Where(static name => BuiltInPolicies.Names.Contains(name)).ToList();
        return PolicyLoader.Load([.. named.Except(packs)], packs);
    }

    /// <inheritdoc cref="Load"/>
    /// <exception cref="RefusedException">It has faults: each with file, line and member.</exception>
    public static LabelPolicy Get(IReadOnlyCollection<string> named)
    {
        var loaded = Load(named);
        return loaded.IsUsable ? loaded.Policy : throw new RefusedException([.. loaded.Errors.Select(static fault => fault.ToString())]);
    }
}
