using System.Text.Json;

namespace Tagalong.DevCluster.Errors;

/// <summary>The <c>Status</c> object with which an API server answers when there is no object to answer with.</summary>
internal sealed record Status(int Code, string? Reason, string? Message)
{
    public StatusDetails? Details { get; init; }

    /// <summary><c>metadata.continue</c>: where to go on after a continue token has expired.</summary>
    public string? Continue { get; init; }

    /// <summary>Whether the request was refused before its handler: such an answer says that its type is not to be guessed.</summary>
    public bool IsOfAuthorization { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "Status");
        writer.WriteString("apiVersion", "v1");
        writer.WriteStartObject("metadata");
        WriteUnlessNull(writer, "continue", Continue);
        writer.WriteEndObject();
        writer.WriteString("status", Code < 400 ? "Success" : "Failure");
        WriteUnlessNull(writer, "message", Message);
        WriteUnlessNull(writer, "reason", Reason);
        if (Details is not null)
        {
            writer.WritePropertyName("details");
            WriteDetails(writer, Details);
        }

        // A success carries no code on the wire.
        if (Code >= 400)
        {
            writer.WriteNumber("code", Code);
        }

        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, StatusDetails details)
    {
        writer.WriteStartObject();
        WriteUnlessNull(writer, "name", details.Name);
        WriteUnlessNull(writer, "group", details.Group);
        WriteUnlessNull(writer, "kind", details.Kind);
        WriteUnlessNull(writer, "uid", details.Uid);
        if (details.Causes.Count > 0)
        {
            writer.WriteStartArray("causes");
            foreach (var cause in details.Causes)
            {
                writer.WriteStartObject();
                writer.WriteString("reason", cause.Reason);
                writer.WriteString("message", cause.Message);
                WriteUnlessNull(writer, "field", cause.Field);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (details.RetryAfterSeconds is { } seconds)
        {
            writer.WriteNumber("retryAfterSeconds", seconds);
        }

        writer.WriteEndObject();
    }

    private static void WriteUnlessNull(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
