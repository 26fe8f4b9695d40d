using System.Globalization;

namespace Tagalong.DevCluster.Requests;

/// <summary>The field manager of a write.</summary>
internal static class FieldManagers
{
    private const int MaximumLength = 128;

    /// <returns>Null if the given field manager is valid.</returns>
    public static FieldError? ErrorIn(HttpRequest request)
    {
        var given = request.Query["fieldManager"].ToString();
        if (given.Length > MaximumLength)
        {
            return FieldError.TooLong("fieldManager", $"may not be more than {MaximumLength} bytes");
        }

        var at = given.Index().Where(each => char.IsControl(each.Item)).Select(each => each.Index).FirstOrDefault(-1);
        return at < 0
            ? null
            : FieldError.Invalid("fieldManager", given, string.Create(CultureInfo.InvariantCulture, $"invalid character U+{(int)given[at]:X4} (at position {at})"));
    }

    /// <summary>The field manager in the query, else the first word of the user agent.</summary>
    public static string Of(HttpRequest request)
    {
        var given = request.Query["fieldManager"].ToString();
        if (given.Length > 0)
        {
            return given;
        }

        var word = request.Headers.UserAgent.ToString().Split('/')[0];
        var printable = new string([.. word.TakeWhile(character => !char.IsControl(character)).Take(MaximumLength)]);
        return printable.Length > 0 ? printable : "unknown";
    }
}
