namespace Tagalong.DevCluster.Kinds;

/// <summary>A duration as <c>kubectl get</c> prints ages: coarse, and never wider than a few characters.</summary>
internal static class HumanDuration
{
    public static string Of(TimeSpan duration)
    {
        var (seconds, minutes, hours, days) = ((long)duration.TotalSeconds, (long)duration.TotalMinutes, (long)duration.TotalHours, (long)duration.TotalDays);
        return duration switch
        {
            _ when seconds < -1 => "<invalid>",
            _ when seconds < 0 => "0s",
            _ when minutes < 2 => $"{seconds}s",
            _ when minutes < 10 => With(minutes, "m", duration.Seconds, "s"),
            _ when hours < 3 => $"{minutes}m",
            _ when hours < 8 => With(hours, "h", duration.Minutes, "m"),
            _ when days < 2 => $"{hours}h",
            _ when days < 8 => With(days, "d", duration.Hours, "h"),
            _ when days < 365 * 2 => $"{days}d",
            _ when days < 365 * 8 => With(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    private static string With(long major, string majorUnit, long minor, string minorUnit) =>
        minor == 0 ? $"{major}{majorUnit}" : $"{major}{majorUnit}{minor}{minorUnit}";
}
