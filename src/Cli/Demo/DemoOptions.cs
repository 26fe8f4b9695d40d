using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <param name="Pace">The pace of the scenario.</param>
/// <param name="Output">The format of the result.</param>
/// <param name="Keep">Whether everything keeps running afterwards.</param>
internal sealed record DemoOptions(Pace Pace, OutputFormat Output, bool Keep);
