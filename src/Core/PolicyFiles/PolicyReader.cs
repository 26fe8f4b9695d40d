using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads a document of a policy file.</summary>
internal static class PolicyReader
{
    private const string ApiVersion = "tagalong.dev/v1";
    private const string Kind = "LabelPolicy";

    public static DeclaredPolicy? Read(YamlValue document, bool isBuiltIn, PolicyErrors faults)
    {
        if (document.AsMapping(faults) is not { } mapping)
        {
            return null;
        }

        var members = new MemberReader(mapping, faults);
        if (IsOther(members, "apiVersion", ApiVersion, faults) & IsOther(members, "kind", Kind, faults))
        {
            // Something else altogether: what is in it is not for us to judge.
            return null;
        }

        members.OnlyKnown("apiVersion", "kind", "metadata", "rules");
        Placed<string>? name = null;
        if (members.Mapping("metadata", "name the policy, as in 'metadata: { name: shop }'") is { } metadata)
        {
            var metadataMembers = new MemberReader(metadata, faults);
            metadataMembers.OnlyKnown("name");
            name = ReadName(metadataMembers, "name the policy, as in 'name: shop'", faults);
        }

        var rules = members.List("rules", "list at least one rule")?.Items ?? [];
        var reader = new RuleReader(faults, isBuiltIn);
        return new DeclaredPolicy(name, [.. rules.Select(reader.Read).OfType<DeclaredRule>()]);
    }

    public static Placed<string>? ReadName(MemberReader members, string wanted, PolicyErrors faults)
    {
        if (members.Text("name", wanted) is not { } name)
        {
            return null;
        }

        if (NameSyntax.IsName(name.Value))
        {
            return name;
        }

        faults.Add(name.Place, $"cannot be {Quoted.Text(name.Value)}; use at most 63 lower-case letters, digits, '-' and '.', a letter or digit first and last");
        return null;
    }

    private static bool IsOther(MemberReader members, string name, string value, PolicyErrors faults)
    {
        if (members.Text(name, $"write '{name}: {value}'") is not { } text || text.Value == value)
        {
            return false;
        }

        faults.Add(text.Place, $"cannot be {Quoted.Text(text.Value)}; write '{value}'");
        return true;
    }
}
