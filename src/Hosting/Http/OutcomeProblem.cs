using System.Text.Json.Serialization;

namespace Tagalong.Hosting.Http;

/// <summary>Problem details (RFC 9457), with the outcome as extension members.</summary>
internal sealed partial record OutcomeProblem(
    string Type, string Title, int Status, string Outcome, string Reason, string? Detail, string? EventId)
{
    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        GenerationMode = JsonSourceGenerationMode.Serialization)]
    [JsonSerializable(typeof(OutcomeProblem))]
    internal sealed partial class ProblemJson : JsonSerializerContext;
}
