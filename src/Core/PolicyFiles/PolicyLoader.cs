namespace Tagalong.Core.PolicyFiles;

/// <summary>Loads and validates policies, all of them before any is used.</summary>
public static class PolicyLoader
{
    /// <summary>
    /// Loads files and built-in packs into one policy: the files' rules first, in the order of the paths, then the packs'
    /// in the order of their names. With neither, <see cref="BuiltInPolicies.DefaultName"/> is loaded.
    /// </summary>
    /// <param name="paths">Files, and folders whose <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> are loaded in ordinal order.</param>
    /// <param name="packs">Names out of <see cref="BuiltInPolicies.Names"/>.</param>
    /// <returns>The policy, or all errors. Files that are invalid or cannot be read cause no exception.</returns>
    public static PolicyLoadResult Load(IReadOnlyCollection<string> paths, IReadOnlyCollection<string> packs)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(packs);
        var errors = new PolicyErrors();
        var texts = PolicyFileReader.Read(paths, errors);
        texts.AddRange(BuiltInPolicies.Read(paths.Count + packs.Count > 0 ? packs : [BuiltInPolicies.DefaultName], errors));
        return Load(texts, errors);
    }

    /// <summary>Loads one policy file that is in memory.</summary>
    /// <param name="file">The name of the file in errors.</param>
    /// <param name="content">The file: UTF-8, YAML or JSON.</param>
    public static PolicyLoadResult Load(string file, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(file);
        var errors = new PolicyErrors();
        return Load(PolicyText.Create(file, content, errors) is { } text ? [text] : [], errors);
    }

    private static PolicyLoadResult Load(List<PolicyText> texts, PolicyErrors errors)
    {
        var policies = texts.SelectMany(text =>
            YamlDocuments.Read(text, errors).Select(document => PolicyReader.Read(document, text.IsBuiltIn, errors)));
        return new EffectivePolicyBuilder(errors).Build([.. policies.OfType<DeclaredPolicy>()]);
    }
}
