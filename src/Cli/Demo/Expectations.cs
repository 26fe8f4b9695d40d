namespace Tagalong.Cli.Demo;

/// <summary>What is to come of a release.</summary>
/// <param name="Labels">The labels at the end.</param>
/// <param name="Writes">How many writes Tagalong needs, neither more nor fewer.</param>
/// <param name="MostReads">How many reads it may need at most.</param>
internal sealed record Expectations(IReadOnlyList<ExpectedLabel> Labels, int Writes, int MostReads);
