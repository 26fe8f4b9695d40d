
namespace Tagalong.DevCluster.Http;

/// <summary>In whose name a write is done.</summary>
internal static class FieldManagers
{
    private const int MaximumLength = 128;

    /// <summary>The field manager that is given, else the first word of the user agent.</summary>
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
