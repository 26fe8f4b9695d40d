namespace Tagalong.Core.PolicyFiles;

/// <summary>Loads policies and checks them, all of them before any is used.</summary>
public static class PolicyLoader
{
    /// <summary>
    /// Loads files and built-in packs into one policy: the files' rules first, in the order of the paths, then the packs'
    /// in the order of their names. With neither, <see cref="BuiltInPolicies.DefaultName"/> is loaded.
    /// </summary>
    /// <param name="paths">Files, and folders whose <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> are loaded in ordinal order.</param>
    /// <param name="packs">Names out of <see cref="BuiltInPolicies.Names"/>.</param>
    /// <returns>The policy, or every fault there is: nothing is thrown for what a file holds or for one that cannot be read.</returns>
    public static PolicyLoadResult Load(IReadOnlyCollection<string> paths, IReadOnlyCollection<string> packs)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(packs);
        var faults = new PolicyErrors();
        var texts = PolicyFiles.Read(paths, faults);
        texts.AddRange(BuiltInPolicies.Read(paths.Count + packs.Count > 0 ? packs : [BuiltInPolicies.DefaultName], faults));
        return Load(texts, faults);
    }

    /// <summary>Loads one policy file that is in memory.</summary>
    /// <param name="file">The name that faults are reported under.</param>
    /// <param name="content">The file: UTF-8, YAML or JSON.</param>
    public static PolicyLoadResult Load(string file, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(file);
        var faults = new PolicyErrors();
        if (content.Length > PolicyLimits.FileBytes)
        {
            faults.Add(file, $"is larger than {PolicyLimits.FileBytes / 1024} KiB; split it");
            return PolicyLoadResult.Of(faults.InOrder());
        }

        return Load([new PolicyText(file, content, IsBuiltIn: false)], faults);
    }

    private static PolicyLoadResult Load(List<PolicyText> texts, PolicyErrors faults)
    {
        var policies = new List<DeclaredPolicy>();
        foreach (var text in texts)
        {
            foreach (var document in YamlDocuments.Read(text, faults))
            {
                if (PolicyReader.Read(document, text.IsBuiltIn, faults) is { } policy)
                {
                    policies.Add(policy);
                }
            }
        }

        return EffectivePolicy.Of(policies, faults);
    }
}
