namespace Tagalong.Core.Settings;

/// <summary>Settings of some kind that may have faults.</summary>
internal interface IValidatedOptions
{
    /// <summary>What is wrong with them, a sentence each; looked for once.</summary>
    IReadOnlyList<string> Faults { get; }
}
