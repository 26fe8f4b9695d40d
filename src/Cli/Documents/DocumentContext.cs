using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tagalong.Cli.Documents;

/// <summary>The documents of <c>--output json</c> and <c>yaml</c>. <c>docs/cli.md</c> describes them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(DiffDocument))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(ExplanationsDocument))]
[JsonSerializable(typeof(PolicyDocument))]
[JsonSerializable(typeof(PolicyCheckDocument))]
[JsonSerializable(typeof(PolicyFileDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext
{
    /// <summary>The name of a value in documents: <c>owned-by-another</c>.</summary>
    public static string NameOf(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <inheritdoc cref="NameOf(Enum)"/>
    public static string? NameOf<T>(T? value)
        where T : struct, Enum => value is { } known ? NameOf(known) : null;
}
