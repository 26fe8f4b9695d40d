using System.Text;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.PolicyFiles;

/// <summary>Writes a policy as a file that has every member.</summary>
internal static class PolicyWriting
{
    public static string ToYaml(LabelPolicy policy)
    {
        var text = new StringBuilder("apiVersion: tagalong.dev/v1\nkind: LabelPolicy\nmetadata: { name: written }\nrules:\n");
        foreach (var rule in policy.Rules)
        {
            text.Append($"- name: {rule.Name}\n  target: {Type(rule.Target)}\n  owners: [{string.Join(", ", rule.Owners.Select(Type))}]\n  sources:\n");
            foreach (var source in rule.Sources)
            {
                text.Append(Source(source));
            }

            text.Append($"  include: [{string.Join(", ", rule.Include.Select(pattern => $"'{pattern}'"))}]\n");
            text.Append($"  exclude: [{string.Join(", ", rule.Exclude.Select(pattern => $"'{pattern}'"))}]\n");
            text.Append($"  rename: {{ {string.Join(", ", rule.Rename.OrderBy(rename => rename.Key, StringComparer.Ordinal).Select(rename => $"{rename.Key}: {rename.Value}"))} }}\n");
        }

        return text.ToString();
    }

    private static string Source(LabelSource source) => source.Kind switch
    {
        LabelSourceKind.PodTemplate => "  - from: podTemplate\n",
        LabelSourceKind.Owner => "  - from: owner\n",
        LabelSourceKind.OwnersOwner => "  - from: ownersOwner\n",
        LabelSourceKind.Namespace => $"  - from: namespace\n    keys: [{string.Join(", ", source.Keys)}]\n",
        LabelSourceKind.Static => $"  - from: static\n    values: {{ {string.Join(", ", source.Values.Select(label => $"{label.Key}: '{label.Value}'"))} }}\n",
    };

    private static string Type(ResourceType type) => $"{{ group: '{type.Group}', version: {type.Version}, kind: {type.Kind}, resource: {type.Resource} }}";
}
