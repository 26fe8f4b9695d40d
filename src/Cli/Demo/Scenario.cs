namespace Tagalong.Cli.Demo;

/// <summary>A release, and its expected result.</summary>
/// <param name="Setup">The steps before Tagalong starts.</param>
/// <param name="Phases">The steps after that.</param>
/// <param name="Labels">The expected labels at the end.</param>
/// <param name="Writes">The exact number of writes that the function needs.</param>
/// <param name="MaxReads">The maximal number of reads that the function needs.</param>
internal sealed record Scenario(
    IReadOnlyList<Step> Setup, IReadOnlyList<Phase> Phases, IReadOnlyList<ExpectedLabel> Labels, int Writes, int MaxReads);
