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

    /// <param name="code">The HTTP status.</param>
    /// <param name="body">The body.</param>
    /// <param name="isWrite">Whether it is the response to a write.</param>
    public static ApiResult Read(HttpStatusCode code, ReadOnlySpan<byte> body, bool isWrite = false)
    {
        var status = ReadBody(body);
        var (message, causes) = (status?.Message ?? "", status?.Details?.Causes ?? []);
        return new ApiResult(IsDenial(message) ? ApiStatus.Invalid : Classify(code, message, status?.Details?.Name, causes, isWrite))
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

    /// <summary>
    /// Whether admission denied the write of this one object, whatever the HTTP status: a webhook chooses any (Gatekeeper 403, Kyverno 400), and a
    /// ValidatingAdmissionPolicy 401, 403, 413 or 422. A missing right reads <c>… is forbidden: User "…" cannot patch resource …</c>.
    /// </summary>
    /// <remarks>
    /// What the webhook or the policy itself says, and so perhaps the object's author, comes after the words that are looked at. Sources: apiserver's
    /// <c>ToStatusErr</c> of webhooks, <c>errors.NewForbidden</c>, and <c>responsewriters.Forbidden</c> for missing rights.
    /// </remarks>
    private static bool IsDenial(string message)
    {
        if (message.StartsWith("admission webhook \"", StringComparison.Ordinal))
        {
            return message.Contains("\" denied the request", StringComparison.Ordinal);
        }

        const string forbidden = " is forbidden: ";
        var at = message.IndexOf(forbidden, StringComparison.Ordinal);
        return at > 0 && message.AsSpan(0, at).Count(' ') <= 1 && !message.AsSpan(at + forbidden.Length).StartsWith("User \"");
    }

    private static ApiStatus Classify(HttpStatusCode code, string message, string? name, StatusCause?[] causes, bool isWrite) => (int)code switch
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
        500 when isWrite && message.Length > 0 => ApiStatus.WriteFailed,
        _ => ApiStatus.ServerError,
    };

    internal sealed record StatusBody(string? Message, ListMetadata? Metadata, StatusDetails? Details);

    internal sealed record StatusDetails(string? Name, StatusCause?[]? Causes);

    internal sealed record StatusCause(string? Reason, string? Field);
}
