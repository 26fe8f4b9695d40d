namespace Tagalong.Core.Objects;

/// <summary>A kind of object and how the API serves it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version to read and write it in: <c>v1alpha1</c>.</param>
/// <param name="Kind">The kind: <c>Experiment</c>.</param>
/// <param name="Resource">The plural in its URL: <c>experiments</c>.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Resource)
{
    /// <summary>The kind without the version.</summary>
    public GroupKind GroupKind => new(Group, Kind);

    /// <summary>Group and version as an object carries them: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Whether an object is of this kind, in any version.</summary>
    internal bool Covers(string apiVersion, string kind)
    {
        var slash = Math.Max(0, apiVersion.IndexOf('/'));
        return kind == Kind && apiVersion.AsSpan(0, slash).SequenceEqual(Group);
    }

    /// <summary>
    /// The plural of a kind as Kubernetes' own clients guess it: lower case and <c>s</c>, or <c>es</c> after an s, or
    /// <c>ies</c> for a final y. Source: apimachinery's <c>UnsafeGuessKindToResource</c>.
    /// </summary>
    internal static string GuessResource(string kind)
    {
        var singular = kind.ToLowerInvariant();
        return singular[^1] switch
        {
            's' => singular + "es",
            'y' => singular[..^1] + "ies",
            _ => singular + "s",
        };
    }

    /// <summary>A kind of an owner reference, with a guessed plural.</summary>
    public static ResourceType Of(string apiVersion, string kind)
    {
        var group = GroupKind.Of(apiVersion, kind).Group;
        var version = group.Length == 0 ? apiVersion : apiVersion[(group.Length + 1)..];
        return new ResourceType(group, version, kind, GuessResource(kind));
    }
}
