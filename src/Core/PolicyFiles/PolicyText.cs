namespace Tagalong.Core.PolicyFiles;

/// <summary>The content of a policy file.</summary>
/// <param name="File">The name in errors.</param>
/// <param name="Content">At most <see cref="PolicyLimits.FileBytes"/>.</param>
/// <param name="IsBuiltIn">Whether it is a pack of the product, whose rules a user's rules replace.</param>
internal sealed record PolicyText(string File, ReadOnlyMemory<byte> Content, bool IsBuiltIn)
{
    /// <returns>Null if the content is too large, which is an error.</returns>
    public static PolicyText? Create(string file, ReadOnlyMemory<byte> content, PolicyErrors errors)
    {
        if (content.Length <= PolicyLimits.FileBytes)
        {
            return new PolicyText(file, content, IsBuiltIn: false);
        }

        errors.Add(file, $"is larger than {PolicyLimits.FileBytes / 1024} KiB; split it");
        return null;
    }
}
