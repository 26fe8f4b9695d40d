using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Tagalong.Core.Objects;
using Tagalong.Core.Text;

namespace Tagalong.Core.ApiServer;

/// <summary>Reads an API server's refusal: the HTTP status and the <c>meta/v1 Status</c> that comes with it.</summary>
internal static class StatusReader
{
    private const string LabelField = ".metadata.labels.";
    private const int LongestMessage = 512;

    public static ApiResult Read(HttpStatusCode code, ReadOnlySpan<byte> body)
    {
        var status = StatusFields.Read(body);
        return new ApiResult(Classify(code, status))
        {
            ConflictingLabels = status.ConflictingLabels,
            Continue = status.Continue,
            Message = status.Message.Length == 0 ? $"HTTP {(int)code}" : UntrustedText.Truncate(status.Message, LongestMessage),
        };
    }

    private static ApiStatus Classify(HttpStatusCode code, in StatusFields status) => (int)code switch
    {
        401 => ApiStatus.Unauthenticated,
        403 => ApiStatus.Forbidden,
        404 when status.NamesObject => ApiStatus.NotFound,
        404 => ApiStatus.NotServed,
        409 when status.IsFieldConflict => ApiStatus.FieldConflict,
        409 when status.Message.Contains("uid mismatch", StringComparison.Ordinal) => ApiStatus.UidMismatch,
        409 => ApiStatus.Conflict,
        410 => ApiStatus.Expired,
        422 when status.IsAboutUid => ApiStatus.UidMismatch,
        429 => ApiStatus.Throttled,
        408 or 425 => ApiStatus.TimedOut,
        >= 400 and < 500 => ApiStatus.Invalid,
        _ => ApiStatus.ServerError,
    };

    private struct StatusFields
    {
        public string Message;
        public string Continue;
        public ImmutableArray<string> ConflictingLabels;
        public bool IsAboutUid;
        public bool IsFieldConflict;
        public bool NamesObject;

        public static StatusFields Read(ReadOnlySpan<byte> body)
        {
            var status = new StatusFields { Message = "", Continue = "", ConflictingLabels = [] };
            try
            {
                var reader = JsonText.Reader(body);
                reader.EntersBody();
                while (reader.NextMember())
                {
                    if (reader.ValueTextEquals("message"u8))
                    {
                        status.Message = reader.TextMember("message");
                    }
                    else if (reader.ValueTextEquals("metadata"u8))
                    {
                        status.Continue = reader.ContinueMember();
                    }
                    else if (reader.ValueTextEquals("details"u8))
                    {
                        status.ReadDetails(ref reader);
                    }
                    else
                    {
                        reader.SkipMember();
                    }
                }
            }
            catch (Exception fault) when (JsonText.IsFault(fault))
            {
                // A proxy's page, or half an answer: the HTTP status has to do.
            }

            return status;
        }

        private void ReadDetails(ref Utf8JsonReader reader)
        {
            if (!reader.EntersObject("details"))
            {
                return;
            }

            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("name"u8))
                {
                    NamesObject = reader.TextMember("details.name").Length > 0;
                }
                else if (!reader.ValueTextEquals("causes"u8))
                {
                    reader.SkipMember();
                }
                else if (reader.EntersArray("details.causes"))
                {
                    ReadCauses(ref reader);
                }
            }
        }

        private void ReadCauses(ref Utf8JsonReader reader)
        {
            var labels = ImmutableArray.CreateBuilder<string>();
            while (reader.NextElement())
            {
                string reason = "", field = "";
                while (reader.NextMember())
                {
                    if (reader.ValueTextEquals("reason"u8))
                    {
                        reason = reader.TextMember("reason");
                    }
                    else if (reader.ValueTextEquals("field"u8))
                    {
                        field = reader.TextMember("field");
                    }
                    else
                    {
                        reader.SkipMember();
                    }
                }

                IsAboutUid |= field == "metadata.uid";
                IsFieldConflict |= reason == "FieldManagerConflict";
                if (reason == "FieldManagerConflict" && field.StartsWith(LabelField, StringComparison.Ordinal))
                {
                    labels.Add(field[LabelField.Length..]);
                }
            }

            ConflictingLabels = labels.ToImmutable();
        }
    }
}
