using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads a kind of object: a rule's target, or one of its owners.</summary>
internal sealed class ResourceTypeReader(PolicyErrors faults)
{
    private const string VersionWanted = "write the version without the group, as in 'v1' or 'v1alpha1'";
    private const string KindWanted = "write the kind as Kubernetes does, as in 'ReplicaSet'";
    private const string GroupWanted = "write the API group without a version, as in 'argoproj.io', or leave it out for the core group";
    private const string ResourceWanted = "write the plural as it stands in the URL, as in 'replicasets', or leave it out to have it guessed";

    public Placed<ResourceType>? Read(YamlValue? value)
    {
        if (value?.AsMapping(faults) is not { } mapping)
        {
            return null;
        }

        var before = faults.Count;
        var members = new MemberReader(mapping, faults);
        members.OnlyKnown("group", "version", "kind", "resource");
        var group = Checked(members.Text("group"), NameSyntax.IsGroup, GroupWanted)?.Value ?? "";
        var version = Checked(members.Text("version", VersionWanted), NameSyntax.IsPathSegment, VersionWanted)?.Value;
        var kind = Checked(members.Text("kind", KindWanted), NameSyntax.IsKind, KindWanted)?.Value;
        var resource = Checked(members.Text("resource"), NameSyntax.IsPathSegment, ResourceWanted)?.Value;
        return version is null || kind is null || faults.Count > before
            ? null
            : new(new ResourceType(group, version, kind, resource ?? ResourceType.GuessResource(kind)), mapping.Place);
    }

    private Placed<string>? Checked(Placed<string>? text, Func<string, bool> isValid, string wanted)
    {
        if (text is { } found && !isValid(found.Value))
        {
            faults.Add(found.Place, $"cannot be {Quoted.Text(found.Value)}; {wanted}");
            return null;
        }

        return text;
    }
}
