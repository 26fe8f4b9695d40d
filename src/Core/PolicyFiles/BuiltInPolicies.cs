using System.Collections.Immutable;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>The packs of rules in the product; each is an ordinary policy file.</summary>
public static class BuiltInPolicies
{
    /// <summary>The pack in force if the configuration names no policy: <c>argo-rollouts</c>.</summary>
    public const string DefaultName = "argo-rollouts";

    /// <summary>Every pack's name, the default first.</summary>
    public static ImmutableArray<string> Names { get; } = [DefaultName, "analysis-runs", "deployments"];

    /// <summary>A pack's file: YAML in UTF-8.</summary>
    /// <returns>Null if there is no pack of this name.</returns>
    public static byte[]? Content(string name)
    {
        if (!Names.Contains(name))
        {
            return null;
        }

        using var stream = typeof(BuiltInPolicies).Assembly.GetManifestResourceStream($"{name}.yaml")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    internal static List<PolicyText> Read(IEnumerable<string> names, PolicyErrors errors)
    {
        var texts = new List<PolicyText>();
        foreach (var name in names.Distinct())
        {
            if (Content(name) is { } content)
            {
                texts.Add(new PolicyText($"built-in:{name}", content, IsBuiltIn: true));
            }
            else
            {
                var advice = Spelling.Closest(name, Names) is { } closest ? $"did you mean '{closest}'?" : $"the built-in packs are {Quoted.List(Names)}";
                errors.Add($"built-in:{name}", $"is not a built-in pack; {advice}");
            }
        }

        return texts;
    }
}
