using System.Globalization;
using Microsoft.Extensions.Logging.Testing;

namespace Tagalong.Testing.Running;

/// <summary>What the one log line of an event says of its outcome.</summary>
internal sealed record LoggedOutcome(string Kind, string Reason, string Rule, IReadOnlyList<string> Changes, string Kept, string Children, int Reads, int Writes)
{
    public static LoggedOutcome From(FakeLogRecord record)
    {
        string Field(string name) => record.GetStructuredStateValue(name) ?? "";
        int Number(string name) => int.Parse(Field(name), CultureInfo.InvariantCulture);
        return new LoggedOutcome(
            Field("Outcome"),
            Field("Reason"),
            Field("Rule"),
            [.. Keys(Field("Added"), '+'), .. Keys(Field("Changed"), '~'), .. Keys(Field("Removed"), '-')],
            Field("Kept"),
            Number("ChildrenSeen") > 0 ? $"{Number("ChildrenLabeled")} of {Number("ChildrenSeen")} children" : "",
            Number("Reads"),
            Number("Writes"));
    }

    public override string ToString()
    {
        var kept = $"{(Children.Length == 0 ? "" : $", {Children}")}{(Kept.Length == 0 ? "" : $", kept {Kept}")}";
        return string.Join(' ', [$"{Kind}/{Reason}", .. Changes, $"{Reads}r {Writes}w{kept}"]);
    }

    private static IEnumerable<string> Keys(string labels, char sign) =>
        labels.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(label => sign + label.Split('=')[0]);
}
