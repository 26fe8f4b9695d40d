using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Tagalong.Core.Settings;

/// <summary>
/// Bounds an option, a number or a time, and names the setting where it is out of bounds. The framework's own range
/// attribute needs reflection for times and loses its message where validators are generated.
/// </summary>
/// <param name="setting">The setting's full name: <c>Tagalong:ApiCalls:AttemptTimeout</c>.</param>
/// <param name="min">The least value; of a time, in seconds.</param>
/// <param name="max">The greatest value; of a time, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingRangeAttribute(string setting, double min, double max) : ValidationAttribute
{
    /// <summary>The setting's full name.</summary>
    public string Setting { get; } = setting;

    /// <summary>The least value; of a time, in seconds.</summary>
    public double Min { get; } = min;

    /// <summary>The greatest value; of a time, in seconds.</summary>
    public double Max { get; } = max;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) => value switch
    {
        int number when number < Min || number > Max =>
            new ValidationResult($"{Setting} is {number}; set a number from {Min:0} to {Max:0}."),
        TimeSpan time when time.TotalSeconds < Min || time.TotalSeconds > Max =>
            new ValidationResult($"{Setting} is {Written(time)}; set a time from {Written(TimeSpan.FromSeconds(Min))} to {Written(TimeSpan.FromSeconds(Max))}."),
        _ => ValidationResult.Success,
    };

    private static string Written(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
