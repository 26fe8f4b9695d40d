using System.Globalization;
using Tagalong.Load;

const string Usage = """
    tagalong-load measures the server under load, on this machine.

    Usage:
      tagalong-load fleet [--rate N] [--seconds N] [--rounds N] [--binary FILE]
      tagalong-load sweep [--few N] [--many N] [--binary FILE]
      tagalong-load relay [--few N] [--many N] [--binary FILE]
      tagalong-load events [--seconds N] [--writes N] [--rounds N] [--senders N] [--binary FILE] [--picture FILE]
      tagalong-load start [--times N] [--events N] [--objects N] [--binary FILE]
      tagalong-load functions-start [--times N] [--app FOLDER] [--empty FOLDER]
      tagalong-load soak [--seconds N] [--binary FILE]

    fleet      three clusters, one healthy, one that responds in 5 s, one dead: the effect of the others on the healthy one
    sweep      requests, time and memory of sweeps of few and of many ReplicaSets under 500 Rollouts
    relay      time and memory of the relay with few and with many ReplicaSets
    events     events at the maximum rate, alternating with bodies that are only read and with bare PATCH requests; on a real API
               server if KUBEBUILDER_ASSETS or TAGALONG_TEST_KUBECONFIG is set, else on the dev cluster; its binary is that of
               tests/MeasuredServer
    start      time from process start to the first labelled event, and resident memory then and after many events
    chaos      events of a healthy cluster, calm and among attacks in turns: nothing of it is lost, and memory stays below 256 MiB
    functions-start
               time from process start to the worker's connection to the Azure Functions host, of the function app and of a worker that
               does nothing, alternating
    soak       events with an API server that fails: no lost labels, constant memory, no open handles
    --few      number of ReplicaSets in the small run (1000)
    --many     number of ReplicaSets in the large run (sweep 10000, relay 100000)
    --rate     events per second for each cluster (100)
    --seconds  duration of each phase (fleet 10, events 3), or of the whole run (soak 1800)
    --rounds   number of times the phases alternate (3)
    --writes   number of writes in each phase (500)
    --senders  number of concurrent senders (16)
    --picture  SVG file for a chart of the rates
    --times    number of starts (20)
    --events   number of events of one object (10000)
    --objects  number of objects with one event each (100000)
    --app      published function app (default: that of dotnet publish src/Functions -c Release -r linux-x64)
    --empty    published worker that does nothing (default: that of dotnet publish tests/EmptyWorker -c Release -r linux-x64)
    --binary   native binary of the server (default: the one built beside this program, under the JIT)

    Exit codes: 0 measured; 1 an object has no labels, or a sweep or the relay used too many requests or too much memory, or the
    function app starts more than 10 % slower than the worker that does nothing; 2 wrong arguments.
    """;

if (args is not [("fleet" or "sweep" or "relay" or "events" or "start" or "functions-start" or "soak" or "chaos") and var scenario, .. var options] || options.Contains("--help") || options.Length % 2 != 0)
{
    Console.WriteLine(Usage);
    return args is ["--help" or "-h" or "help"] || args.Contains("--help") ? 0 : 2;
}

string[] known = scenario switch
{
    "sweep" or "relay" => ["--few", "--many", "--binary"],
    "events" => ["--seconds", "--writes", "--rounds", "--senders", "--picture", "--binary"],
    "start" => ["--times", "--events", "--objects", "--binary"],
    "functions-start" => ["--times", "--app", "--empty"],
    "soak" => ["--seconds", "--binary"],
    _ => ["--rate", "--seconds", "--rounds", "--binary"],
};
var values = options.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
if (values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
{
    Console.Error.WriteLine($"Unknown option '{unknown}'. See --help.");
    return 2;
}

int Number(string name, int otherwise, int most) =>
    !values.TryGetValue(name, out var text) ? otherwise
    : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 && number <= most ? number
    : throw new FormatException($"{name} must be a number from 1 to {most}.");

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
        "functions-start" => FunctionsStartScenario.RunAsync(Number("--times", 20, 200), values.GetValueOrDefault("--app"), values.GetValueOrDefault("--empty"), CancellationToken.None),
        "soak" => SoakScenario.RunAsync(TimeSpan.FromSeconds(Number("--seconds", 1800, 7200)), binary, CancellationToken.None),
        "chaos" => ChaosScenario.RunAsync(Number("--rate", 50, 2000), Number("--seconds", 10, 120), Number("--rounds", 3, 20), binary, CancellationToken.None),
        _ => FleetScenario.RunAsync(Number("--rate", 100, 2000), Number("--seconds", 10, 120), Number("--rounds", 3, 20), binary, CancellationToken.None),
    });
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
