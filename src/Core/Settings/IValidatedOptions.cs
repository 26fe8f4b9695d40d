namespace Tagalong.Core.Settings;

/// <summary>Options that can be validated.</summary>
internal interface IValidatedOptions
{
    /// <summary>Whether the section could be read. If not, the only error is in the binder's words.</summary>
    bool IsReadable { get; }

    /// <summary>What is wrong with them, one sentence each; evaluated once.</summary>
    IReadOnlyList<string> Errors { get; }
}
