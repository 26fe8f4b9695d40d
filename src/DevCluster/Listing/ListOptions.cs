using System.Globalization;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Http;

namespace Tagalong.DevCluster.Listing;

/// <summary>The options of a list or a watch, checked.</summary>
internal sealed record ListOptions
{
    private const string Match = "resourceVersionMatch";

    public int? Limit { get; private init; }

    public ContinueToken? Continue { get; private init; }

    /// <summary>Null if not given, which asks for the latest.</summary>
    public long? ResourceVersion { get; private init; }

    public bool IsExact { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public bool AllowsBookmarks { get; private init; }

    /// <summary>Null if not given.</summary>
    public bool? SendsInitialEvents { get; private init; }

    /// <exception cref="StatusException">400 or 422.</exception>
    public static ListOptions Read(ApiRequest request)
    {
        var match = request.Query[Match].ToString();
        var options = new ListOptions
        {
            Limit = Signed(request, "limit") is > 0 and var limit ? (int)Math.Min(limit, int.MaxValue) : null,
            Continue = request.Query["continue"].ToString() is { Length: > 0 } token ? ContinueToken.Decode(token) : null,
            ResourceVersion = Number(request, "resourceVersion"),
            IsExact = match == "Exact",
            Timeout = Signed(request, "timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
            AllowsBookmarks = request.IsFlagSet("allowWatchBookmarks"),
            SendsInitialEvents = request.Query.ContainsKey("sendInitialEvents") ? request.IsFlagSet("sendInitialEvents") : null,
        };
        options.Check(request.Verb == "watch", match);
        return options;
    }

    private static long? Signed(ApiRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusals.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static long? Number(ApiRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusals.InvalidOptions("ListOptions", FieldError.Invalid(name, text, "strconv.ParseUint: parsing: invalid syntax"));
    }

    private void Check(bool isWatch, string match)
    {
        if (match is not ("" or "Exact" or "NotOlderThan"))
        {
            throw Invalid(FieldError.NotSupported(Match, match, "Exact", "NotOlderThan", ""));
        }

        if (isWatch)
        {
            CheckWatch(match);
        }
        else
        {
            CheckList(match);
        }
    }

    private void CheckWatch(string match)
    {
        if (SendsInitialEvents is null && match.Length > 0)
        {
            throw Invalid(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }

        if (SendsInitialEvents is not null && match != "NotOlderThan")
        {
            throw Invalid(FieldError.Forbidden(Match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
    }

    private void CheckList(string match)
    {
        if (SendsInitialEvents is not null)
        {
            throw Invalid(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }

        if (match.Length > 0 && ResourceVersion is null)
        {
            throw Invalid(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }

        if (match.Length > 0 && Continue is not null)
        {
            throw Invalid(FieldError.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided"));
        }

        if (IsExact && ResourceVersion == 0)
        {
            throw Invalid(FieldError.Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }

        if (Continue is not null && ResourceVersion > 0)
        {
            throw Refusals.BadRequest("specifying resource version is not allowed when using continue");
        }
    }

    private static StatusException Invalid(FieldError error) => Refusals.InvalidOptions("ListOptions", error);
}
