using System.Net;
using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>Reads an error of an API server: the HTTP status and the <c>meta/v1 Status</c> in the body.</summary>
internal static class StatusReader
{
    private const string FieldConflict = "FieldManagerConflict";
    private const string LabelField = ".metadata.labels.";
    private const int LongestMessage = 512;

    public static ApiResult Read(HttpStatusCode code, ReadOnlySpan<byte> body)
    {
        var status = ReadBody(body);
        var (message, causes) = (status?.Message ?? "", status?.Details?.Causes ?? []);
        return new ApiResult(Classify(code, message, status?.Details?.Name, causes))
        {
            ConflictingLabels =
            [
                .. causes.Where(static cause => cause is { Reason: FieldConflict } && cause.Field?.StartsWith(LabelField, StringComparison.Ordinal) == true)
                    .Select(static cause => cause!.Field![LabelField.Length..]),
            ],
            Continue = status?.Metadata?.Continue ?? "",
            Message = message.Length == 0 ? $"HTTP {(int)code}" : UntrustedText.Truncate(message, LongestMessage),
        };
    }

    private static StatusBody? ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            return ApiServerJson.Read(body, ApiServerJson.Default.StatusBody);
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            // A proxy's page, or a truncated response: the HTTP status must suffice.
            return null;
        }
    }

    private static ApiStatus Classify(HttpStatusCode code, string message, string? name, StatusCause?[] causes) => (int)code switch
    {
        401 => ApiStatus.Unauthenticated,
        403 => ApiStatus.Forbidden,
        404 when !string.IsNullOrEmpty(name) => ApiStatus.NotFound,
        404 => ApiStatus.NotServed,
        409 when causes.Any(static cause => cause?.Reason == FieldConflict) => ApiStatus.FieldConflict,
        409 when message.Contains("uid mismatch", StringComparison.Ordinal) => ApiStatus.UidMismatch,
        409 => ApiStatus.Conflict,
        410 => ApiStatus.Expired,
        422 when causes.Any(static cause => cause?.Field == "metadata.uid") => ApiStatus.UidMismatch,
        429 => ApiStatus.Throttled,
        408 or 425 => ApiStatus.TimedOut,
        >= 400 and < 500 => ApiStatus.Invalid,
        _ => ApiStatus.ServerError,
    };

    internal sealed record StatusBody(string? Message, ListMetadata? Metadata, StatusDetails? Details);

    internal sealed record StatusDetails(string? Name, StatusCause?[]? Causes);

    internal sealed record StatusCause(string? Reason, string? Field);
}
