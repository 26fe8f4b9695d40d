using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>What was asked for.</summary>
/// <param name="Pace">How fast the release is played.</param>
/// <param name="Output">How the result is written.</param>
/// <param name="Keep">Whether everything is left running afterwards.</param>
internal sealed record DemoOptions(Pace Pace, OutputFormat Output, bool Keep);
