namespace Tagalong.Core.Objects;

/// <summary>A kind of object together with how the API serves it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version to read and write it in: <c>v1alpha1</c>.</param>
/// <param name="Kind">The kind: <c>Experiment</c>.</param>
/// <param name="Resource">The plural that stands in its URL: <c>experiments</c>.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Resource)
{
    /// <summary>What it is, whatever the version.</summary>
    public GroupKind GroupKind => new(Group, Kind);

    /// <summary>Group and version as an object carries them: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Whether an object is of this kind, in whatever version it is shown.</summary>
    public bool Covers(string apiVersion, string kind)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        var slash = Math.Max(0, apiVersion.IndexOf('/'));
        return kind == Kind && apiVersion.AsSpan(0, slash).SequenceEqual(Group);
    }

    /// <summary>
    /// The plural of a kind as Kubernetes' own clients guess it where nobody says: lower case, <c>s</c> added,
    /// <c>es</c> after an s, <c>ies</c> for a final y. Source: apimachinery's <c>UnsafeGuessKindToResource</c>.
    /// </summary>
    public static string GuessResource(string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        var singular = kind.ToLowerInvariant();
        return singular[^1] switch
        {
            's' => singular + "es",
            'y' => singular[..^1] + "ies",
            _ => singular + "s",
        };
    }

    /// <summary>A kind as an owner reference names it, with its plural guessed.</summary>
    public static ResourceType Of(string apiVersion, string kind)
    {
        var group = GroupKind.Of(apiVersion, kind).Group;
        var version = group.Length == 0 ? apiVersion : apiVersion[(group.Length + 1)..];
        return new ResourceType(group, version, kind, GuessResource(kind));
    }
}
