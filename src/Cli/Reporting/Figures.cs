using System.Globalization;

namespace Tagalong.Cli.Reporting;

/// <summary>Numbers for people.</summary>
internal static class Figures
{
    /// <summary>A count: <c>12,480</c>.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole: <c>97.4 %</c>. It says 100 % of nothing but all, and 0 % of nothing but none.</summary>
    public static string Percent(long part, long whole)
    {
        if (whole == 0)
        {
            return "–";
        }

        var tenths = (part * 1000 / whole) switch
        {
            0 when part > 0 => 1,
            var some => some,
        };
        return (tenths / 10.0).ToString(tenths % 10 == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " %";
    }
}
