using System.Globalization;
using Tagalong.DevCluster.Requests;

namespace Tagalong.DevCluster.Listing;

/// <summary>The options of a list or a watch, validated.</summary>
internal sealed record ListOptions
{
    private const string Match = "resourceVersionMatch";

    public int? Limit { get; private init; }

    public ContinueToken? Continue { get; private init; }

    /// <summary>Null asks for the latest.</summary>
    public long? ResourceVersion { get; private init; }

    public bool IsExact { get; private init; }

    public TimeSpan? Timeout { get; private init; }

    public bool AllowsBookmarks { get; private init; }

    public bool? SendsInitialEvents { get; private init; }

    /// <exception cref="StatusException">400 or 422.</exception>
    public static ListOptions Read(ApiRequest request)
    {
        var match = request.Query[Match].ToString();
        var options = new ListOptions
        {
            Limit = Signed(request, "limit") is > 0 and var limit ? (int)Math.Min(limit, int.MaxValue) : null,
            Continue = request.Query["continue"].ToString() is { Length: > 0 } token ? ContinueToken.Decode(token) : null,
            ResourceVersion = Unsigned(request, "resourceVersion"),
            IsExact = match == "Exact",
            Timeout = Signed(request, "timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
            AllowsBookmarks = request.IsFlagSet("allowWatchBookmarks"),
            SendsInitialEvents = request.Query.ContainsKey("sendInitialEvents") ? request.IsFlagSet("sendInitialEvents") : null,
        };
        if ((request.Verb == "watch" ? options.WatchError(match) : options.ListError(match)) is { } error)
        {
            throw StatusErrors.InvalidOptions("ListOptions", error);
        }

        return request.Verb != "watch" && options is { Continue: not null, ResourceVersion: > 0 }
            ? throw StatusErrors.BadRequest("specifying resource version is not allowed when using continue")
            : options;
    }

    private static long? Signed(ApiRequest request, string name) => request.Query[name].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw StatusErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"),
    };

    private static long? Unsigned(ApiRequest request, string name) => request.Query[name].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw StatusErrors.InvalidOptions("ListOptions", FieldError.Invalid(name, text, "strconv.ParseUint: parsing: invalid syntax")),
    };

    private static FieldError? MatchError(string match) =>
        match is "" or "Exact" or "NotOlderThan" ? null : FieldError.NotSupported(Match, match, "Exact", "NotOlderThan", "");

    private FieldError? WatchError(string match) => MatchError(match) ?? (SendsInitialEvents, match) switch
    {
        (null, not "") => FieldError.Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"),
        (not null, not "NotOlderThan") => FieldError.Forbidden(Match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"),
        _ => null,
    };

    private FieldError? ListError(string match) => MatchError(match) ?? match switch
    {
        _ when SendsInitialEvents is not null => FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"),
        "" => null,
        _ when ResourceVersion is null => FieldError.Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided"),
        _ when Continue is not null => FieldError.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided"),
        "Exact" when ResourceVersion == 0 => FieldError.Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""),
        _ => null,
    };
}
