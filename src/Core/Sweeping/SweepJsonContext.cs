using System.Text.Json.Serialization;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Sweeping;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, MaxDepth = JsonText.MaxDepth)]
[JsonSerializable(typeof(SweepSummaryDocument))]
[JsonSerializable(typeof(SweepTrigger))]
internal sealed partial class SweepJsonContext : JsonSerializerContext;
