namespace Tagalong.Cli.Demo;

/// <summary>A release: its steps before and after Tagalong starts, and the expected labels and calls of the function.</summary>
internal sealed record Scenario(
    IReadOnlyList<Step> Setup, IReadOnlyList<Phase> Phases, IReadOnlyList<ExpectedLabel> Labels, int Writes, int MaxReads);
