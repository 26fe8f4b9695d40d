using System.Globalization;
using System.Text.RegularExpressions;

namespace Tagalong.Hosting.Tests.Telemetry;

/// <summary>One line of a scrape that holds a value.</summary>
internal sealed partial record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Reads a page line by line; a line that is neither a sample nor a comment of the format is a fault.</summary>
    public static IReadOnlyList<Sample> Parse(string page) =>
        [.. page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !Comment().IsMatch(line)).Select(static line => Of(line))];

    public string? this[string label] => Labels.GetValueOrDefault(label);

    private static Sample Of(string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"This is no line of the text format: {line}");
        return new Sample(
            match.Groups["name"].Value,
            match.Groups["key"].Captures.Zip(match.Groups["value"].Captures).ToDictionary(static pair => pair.First.Value, static pair => pair.Second.Value),
            double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^# (EOF$|(TYPE|HELP|UNIT) [a-zA-Z_:][a-zA-Z0-9_:]* )")]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<key>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\\n]|\\[\\"n])*)",?)*\})? (?<number>[-+0-9.eE]+|NaN|\+Inf)( [0-9.]+)?$""")]
    private static partial Regex Line();
}
