namespace Tagalong.Cli.Demo;

/// <summary>What is to become of one label key of one object.</summary>
/// <param name="Object">The object.</param>
/// <param name="Key">The key.</param>
/// <param name="Before">Its value when Tagalong met the object; null if there was none.</param>
/// <param name="After">Its value in the end; null if there is to be none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who owns the label, where it is kept because somebody else does; else null.</param>
internal sealed record ExpectedLabel(ObjectName Object, string Key, string? Before, string? After, LabelReason Reason, string? Owner = null);
