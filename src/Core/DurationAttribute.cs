using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Tagalong.Core;

/// <summary>Bounds a <see cref="TimeSpan"/> option. The framework's own range attribute needs reflection for this type.</summary>
/// <param name="setting">The setting's full name, for the message: <c>Tagalong:ApiCalls:AttemptTimeout</c>.</param>
/// <param name="minSeconds">The least value, in seconds.</param>
/// <param name="maxSeconds">The greatest value, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute(string setting, double minSeconds, double maxSeconds) : ValidationAttribute
{
    /// <summary>The setting's full name.</summary>
    public string Setting { get; } = setting;

    /// <summary>The least value, in seconds.</summary>
    public double MinSeconds { get; } = minSeconds;

    /// <summary>The greatest value, in seconds.</summary>
    public double MaxSeconds { get; } = maxSeconds;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is TimeSpan duration && duration.TotalSeconds >= MinSeconds && duration.TotalSeconds <= MaxSeconds;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        $"{Setting} has to be from {Written(MinSeconds)} to {Written(MaxSeconds)} (hours:minutes:seconds).";

    private static string Written(double seconds) => TimeSpan.FromSeconds(seconds).ToString("g", CultureInfo.InvariantCulture);
}
