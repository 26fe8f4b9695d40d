namespace Tagalong.Cli.Demo;

/// <summary>What became of one label key of one object.</summary>
/// <param name="Expected">What was to become of it.</param>
/// <param name="Before">Its value when Tagalong met the object; null if there was none.</param>
/// <param name="After">Its value in the end; null if there is none.</param>
/// <param name="Fault">What is not as expected; null if nothing is.</param>
internal sealed record LabelResult(ExpectedLabel Expected, string? Before, string? After, string? Fault)
{
    /// <summary>Compares what was seen to what was expected.</summary>
    /// <param name="expected">What was expected.</param>
    /// <param name="before">The object's labels when Tagalong met it; null if it never did.</param>
    /// <param name="after">The object's labels now.</param>
    /// <param name="outcomes">What the function reported of the object.</param>
    public static LabelResult Of(
        ExpectedLabel expected, ObjectLabels? before, ObjectLabels after, IReadOnlyList<ReportedOutcome> outcomes)
    {
        var result = new LabelResult(expected, before?[expected.Key], after[expected.Key], null);
        var fault =
            result.Before != expected.Before ? $"was {Quoted(result.Before)} before, expected {Quoted(expected.Before)}"
            : result.After != expected.After ? $"is {Quoted(result.After)}, expected {Quoted(expected.After)}"
            : !new Evidence(outcomes, after).Bears(expected) ? $"has the right value, but not for the reason expected: {expected.Reason}"
            : null;
        return result with { Fault = fault is null ? null : $"{expected.Object}: label {expected.Key} {fault}" };
    }

    private static string Quoted(string? value) => value is null ? "absent" : $"\"{value}\"";
}
