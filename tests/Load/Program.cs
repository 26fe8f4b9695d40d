using System.Globalization;
using Tagalong.Load;

const string Usage = """
    tagalong-load measures the function under load, on this machine alone.

    Usage:
      tagalong-load fleet [--rate N] [--seconds N] [--rounds N] [--binary FILE]
      tagalong-load sweep [--few N] [--many N] [--binary FILE]

    fleet      three clusters, one well, one that answers in 5 s, one dead: what the sick ones do to the well one
    sweep      what sweeps of few and of many ReplicaSets under 500 Rollouts take: requests, time, memory
    --few      how few (1000)
    --many     how many (10000)
    --rate     events a second for each cluster (100)
    --seconds  how long each phase lasts (10)
    --rounds   how often the phases alternate (3)
    --binary   the function's native binary (the one built beside this program, under the JIT)

    Exit codes: 0 measured; 1 an object was left without its labels, or a sweep took a request or memory that it should not; 2 the command line is at fault.
    """;

if (args is not ["fleet" or "sweep", .. var options] || options.Contains("--help") || options.Length % 2 != 0)
{
    Console.WriteLine(Usage);
    return args is ["--help" or "-h" or "help"] || args.Contains("--help") ? 0 : 2;
}

var isSweep = args[0] == "sweep";
string[] known = isSweep ? ["--few", "--many", "--binary"] : ["--rate", "--seconds", "--rounds", "--binary"];
var values = options.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no option '{unknown}'; see --help.");
    return 2;
}

int Number(string name, int otherwise, int most) =>
    !values.TryGetValue(name, out var text) ? otherwise
    : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 && number <= most ? number
    : throw new FormatException($"{name} takes a number from 1 to {most}.");

try
{
    if (isSweep)
    {
        return await SweepScenario.RunAsync(
            Number("--few", 1000, 100_000), Number("--many", 10_000, 100_000), values.GetValueOrDefault("--binary"), CancellationToken.None);
    }

    return await FleetScenario.RunAsync(
        Number("--rate", 100, 2000), Number("--seconds", 10, 120), Number("--rounds", 3, 20), values.GetValueOrDefault("--binary"), CancellationToken.None);
}
catch (FormatException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}
