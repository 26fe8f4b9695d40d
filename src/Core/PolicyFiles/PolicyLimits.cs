namespace Tagalong.Core.PolicyFiles;

/// <summary>The largest policies that are loaded. Real ones are far smaller; a larger file is a mistake or an attack.</summary>
public static class PolicyLimits
{
    /// <summary>The largest file, in bytes.</summary>
    public const int FileBytes = 1024 * 1024;

    /// <summary>The most files in one load.</summary>
    public const int Files = 256;

    /// <summary>The most documents in a file, and the most entries in a list or a mapping.</summary>
    public const int Entries = 256;

    /// <summary>The deepest nesting of lists and mappings.</summary>
    public const int Depth = 16;

    /// <summary>The most errors that are reported.</summary>
    public const int Errors = 256;
}
