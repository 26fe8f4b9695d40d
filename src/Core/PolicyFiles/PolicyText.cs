namespace Tagalong.Core.PolicyFiles;

/// <summary>A policy file as it was found.</summary>
/// <param name="File">The name it is reported by.</param>
/// <param name="Content">What it holds; at most <see cref="PolicyLimits.FileBytes"/>.</param>
/// <param name="IsBuiltIn">Whether it is a pack of the product, which gives way to rules of the user's own.</param>
internal sealed record PolicyText(string File, ReadOnlyMemory<byte> Content, bool IsBuiltIn);
