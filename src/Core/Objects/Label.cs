namespace Tagalong.Core.Objects;

/// <summary>One Kubernetes label: a key and its value, compared byte for byte.</summary>
/// <param name="Key">The key, with its prefix if it has one: <c>app.kubernetes.io/name</c>.</param>
/// <param name="Value">The value; may be empty, never null.</param>
public readonly record struct Label(string Key, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}={Value}";
}
