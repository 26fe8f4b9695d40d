using System.Globalization;

namespace Tagalong.Cli.Output;

/// <summary>Numbers for people.</summary>
internal static class Numbers
{
    /// <summary><c>12,480</c>.</summary>
    public static string Of(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 label</c>, <c>12,480 labels</c>.</summary>
    public static string Of(long number, string noun) => $"{Of(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary><c>97.4 %</c>. Only all is 100 %, and only none is 0 %.</summary>
    public static string Percent(long part, long whole)
    {
        if (whole == 0)
        {
            return "–";
        }

        var tenths = part > 0 ? Math.Max(1, part * 1000 / whole) : 0;
        return (tenths / 10.0).ToString(tenths % 10 == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " %";
    }
}
