namespace Tagalong.Cli.Demo;

/// <summary>The expected history of one label key of one object.</summary>
/// <param name="Object">The object.</param>
/// <param name="Key">The key.</param>
/// <param name="Before">The value when Tagalong first sees the object; null without the label.</param>
/// <param name="After">The value at the end; null without the label.</param>
/// <param name="Reason">The reason for the value at the end.</param>
/// <param name="Owner">The field manager that owns a label that is kept; else null.</param>
internal sealed record ExpectedLabel(ObjectName Object, string Key, string? Before, string? After, LabelReason Reason, string? Owner = null);
