using System.Globalization;

namespace Tagalong.Core.Settings;

/// <summary>Bounds a setting, a number or a time.</summary>
/// <param name="min">The least value; of a time, in seconds.</param>
/// <param name="max">The greatest value; of a time, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingRangeAttribute(double min, double max) : Attribute
{
    /// <summary>The least value; of a time, in seconds.</summary>
    public double Min { get; } = min;

    /// <summary>The greatest value; of a time, in seconds.</summary>
    public double Max { get; } = max;

    /// <summary>What is wrong with a value, or null.</summary>
    internal string? Error(string setting, object value) => value switch
    {
        int number when number < Min || number > Max => $"{setting} is {number}; set a number from {Min:0} to {Max:0}.",
        TimeSpan time when time.TotalSeconds < Min || time.TotalSeconds > Max =>
            $"{setting} is {Text(time)}; set a time from {Text(TimeSpan.FromSeconds(Min))} to {Text(TimeSpan.FromSeconds(Max))}.",
        _ => null,
    };

    private static string Text(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
