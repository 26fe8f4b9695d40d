using System.Globalization;

namespace Tagalong.DevCluster.Selecting;

/// <summary>One term of a label selector.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var exists = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.Exists => exists,
            LabelOperator.DoesNotExist => !exists,
            LabelOperator.In => exists && Values.Contains(value),
            LabelOperator.NotIn => !exists || !Values.Contains(value),
            LabelOperator.GreaterThan => exists && Number(value) > Number(Values[0]),
            LabelOperator.LessThan => exists && Number(value) < Number(Values[0]),
        };
    }

    // A comparison with null is false, as in Kubernetes for a label that is not a number.
    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
