using System.Globalization;

namespace Tagalong.Cli.Output;

/// <summary>Times and rates for people.</summary>
internal static class Durations
{
    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Of(TimeSpan span) => span.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
    };

    /// <summary>The time left, in whole seconds: <c>12 s</c>.</summary>
    public static string Left(TimeSpan left) => Of(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)));

    /// <summary><c>310/s</c>.</summary>
    public static string Rate(double? rate) => rate switch
    {
        null => "-/s",
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{rate:0.0}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{rate:#,0}/s"),
    };
}
