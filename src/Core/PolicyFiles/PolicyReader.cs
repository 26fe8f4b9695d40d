using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads a document of a policy file.</summary>
internal static class PolicyReader
{
    private const string ApiVersion = "tagalong.dev/v1";
    private const string Kind = "LabelPolicy";

    /// <returns>Null if the document is not a policy: then its other members are not checked.</returns>
    public static DeclaredPolicy? Read(YamlValue document, bool isBuiltIn, PolicyErrors errors)
    {
        if (document.AsMapping(errors) is not { } mapping)
        {
            return null;
        }

        var members = new MemberReader(mapping, errors);
        if (IsOther(members, "apiVersion", ApiVersion, errors) & IsOther(members, "kind", Kind, errors))
        {
            return null;
        }

        members.OnlyKnown("apiVersion", "kind", "metadata", "rules");
        Located<string>? name = null;
        if (members.Mapping("metadata", "name the policy, as in 'metadata: { name: shop }'") is { } metadata)
        {
            var metadataMembers = new MemberReader(metadata, errors);
            metadataMembers.OnlyKnown("name");
            name = metadataMembers.Text("name", NameSyntax.IsName, NameSyntax.NameAdvice, "name the policy, as in 'name: shop'");
        }

        var rules = members.List("rules", "list at least one rule")?.Items ?? [];
        var reader = new RuleReader(errors, isBuiltIn);
        return new DeclaredPolicy(name, [.. rules.Select(reader.Read).OfType<DeclaredRule>()]);
    }

    private static bool IsOther(MemberReader members, string name, string value, PolicyErrors errors)
    {
        if (members.Text(name, $"write '{name}: {value}'") is not { } text || text.Value == value)
        {
            return false;
        }

        errors.Add(text.Place, $"cannot be {Quoted.Text(text.Value)}; write '{value}'");
        return true;
    }
}
