using Tagalong.Core.Objects;

namespace Tagalong.Core.PolicyFiles;

/// <summary>Reads a kind of object: a rule's target, or one of its owners.</summary>
internal sealed class ResourceTypeReader(PolicyErrors errors)
{
    private const string VersionSyntax = "write the version without the group, as in 'v1' or 'v1alpha1'";
    private const string KindSyntax = "write the kind as Kubernetes does, as in 'ReplicaSet'";
    private const string GroupSyntax = "write the API group without a version, as in 'argoproj.io', or leave it out for the core group";
    private const string ResourceSyntax = "write the plural as in the URL, such as 'replicasets', or leave it out to have it guessed";

    public Located<ResourceType>? Read(YamlValue? value)
    {
        if (value?.AsMapping(errors) is not { } mapping)
        {
            return null;
        }

        var before = errors.Count;
        var members = new MemberReader(mapping, errors);
        members.OnlyKnown("group", "version", "kind", "resource");
        var group = members.Text("group", NameSyntax.IsGroup, GroupSyntax)?.Value ?? "";
        var version = members.Text("version", NameSyntax.IsPathSegment, VersionSyntax, VersionSyntax)?.Value;
        var kind = members.Text("kind", NameSyntax.IsKind, KindSyntax, KindSyntax)?.Value;
        var resource = members.Text("resource", NameSyntax.IsPathSegment, ResourceSyntax)?.Value;
        return version is null || kind is null || errors.Count > before
            ? null
            : new(new ResourceType(group, version, kind, resource ?? ResourceType.GuessResource(kind)), mapping.Place);
    }
}
