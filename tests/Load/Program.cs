using System.Globalization;
using Tagalong.Load;

const string Usage = """
    tagalong-load measures the function under load, on this machine alone.

    Usage:
      tagalong-load fleet [--rate N] [--seconds N] [--rounds N] [--binary FILE]
      tagalong-load sweep [--few N] [--many N] [--binary FILE]
      tagalong-load relay [--few N] [--many N] [--binary FILE]
      tagalong-load events [--seconds N] [--writes N] [--rounds N] [--senders N] [--binary FILE] [--picture FILE]
      tagalong-load start [--times N] [--events N] [--objects N] [--binary FILE]
      tagalong-load soak [--seconds N] [--binary FILE]

    fleet      three clusters, one well, one that answers in 5 s, one dead: what the sick ones do to the well one
    sweep      what sweeps of few and of many ReplicaSets under 500 Rollouts take: requests, time, memory
    relay      what the relay takes that tells of few and of many ReplicaSets: time, memory
    events     events as fast as they are taken, in turns with bodies that are only read and with bare PATCH requests; on a real API
               server where KUBEBUILDER_ASSETS or TAGALONG_TEST_KUBECONFIG name one, else on the dev cluster; its binary is that of
               tests/MeasuredFunction
    start      from the start of the process to the first labelled event, and what is resident then and after many events
    soak       events before an API server with faults: nothing lost, memory flat, no handle left open
    --few      how few (1000)
    --many     how many (sweep 10000, relay 100000)
    --rate     events a second for each cluster (100)
    --seconds  how long each phase lasts (fleet 10, events 3), or all of it (soak 1800)
    --rounds   how often the phases alternate (3)
    --writes   how many writes each phase makes (500)
    --senders  how many send at once (16)
    --picture  where to draw the rates, as SVG
    --times    how many starts (20)
    --events   how many events of one object (10000)
    --objects  how many objects to send one event of each (100000)
    --binary   the function's native binary (the one built beside this program, under the JIT)

    Exit codes: 0 measured; 1 an object was left without its labels, or a sweep or the relay took a request or memory that it should not; 2 the command line is at fault.
    """;

if (args is not [("fleet" or "sweep" or "relay" or "events" or "start" or "soak") and var scenario, .. var options] || options.Contains("--help") || options.Length % 2 != 0)
{
    Console.WriteLine(Usage);
    return args is ["--help" or "-h" or "help"] || args.Contains("--help") ? 0 : 2;
}

string[] known = scenario switch
{
    "sweep" or "relay" => ["--few", "--many", "--binary"],
    "events" => ["--seconds", "--writes", "--rounds", "--senders", "--picture", "--binary"],
    "start" => ["--times", "--events", "--objects", "--binary"],
    "soak" => ["--seconds", "--binary"],
    _ => ["--rate", "--seconds", "--rounds", "--binary"],
};
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
    var binary = values.GetValueOrDefault("--binary");
    return await (scenario switch
    {
        "sweep" => SweepScenario.RunAsync(Number("--few", 1000, 100_000), Number("--many", 10_000, 100_000), binary, CancellationToken.None),
        "relay" => RelayScenario.RunAsync(Number("--few", 1000, 100_000), Number("--many", 100_000, 1_000_000), binary, CancellationToken.None),
        "events" => EventScenario.RunAsync(
            Number("--seconds", 3, 120), Number("--writes", 500, 10_000), Number("--rounds", 3, 20), Number("--senders", 16, 200), binary, values.GetValueOrDefault("--picture"), CancellationToken.None),
        "start" => StartScenario.RunAsync(Number("--times", 20, 200), Number("--events", 10_000, 1_000_000), Number("--objects", 100_000, 1_000_000), binary, CancellationToken.None),
        "soak" => SoakScenario.RunAsync(TimeSpan.FromSeconds(Number("--seconds", 1800, 7200)), binary, CancellationToken.None),
        _ => FleetScenario.RunAsync(Number("--rate", 100, 2000), Number("--seconds", 10, 120), Number("--rounds", 3, 20), binary, CancellationToken.None),
    });
}
catch (FormatException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}
