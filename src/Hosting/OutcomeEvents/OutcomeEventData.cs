using System.Text.Json;
using System.Text.Json.Serialization;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Text;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>The data of an outcome event, as <c>docs/outcome-event.schema.json</c> defines it.</summary>
internal sealed partial record OutcomeEventData(
    string Outcome,
    string Reason,
    string? Detail,
    string? Cluster,
    OutcomeEventData.Target? Object,
    string? Rule,
    IReadOnlyDictionary<string, string> Added,
    IReadOnlyDictionary<string, string> Changed,
    IEnumerable<string> Removed,
    IEnumerable<OutcomeEventData.KeptLabel> Kept,
    OutcomeEventData.TriggerEvent Trigger)
{
    /// <summary>The longest text from outside in the data.</summary>
    private const int MaxText = 1024;

    public static ReadOnlyMemory<byte> Write(EventEnvelope trigger, Outcome outcome) => JsonSerializer.SerializeToUtf8Bytes(
        new OutcomeEventData(
            outcome.Kind.ToString(),
            outcome.Reason.ToString(),
            Text(outcome.Detail),
            Text(outcome.Cluster.Value),
            outcome.Object is { } target ? Target.Of(target, outcome.ResourceVersion) : null,
            Text(outcome.Rule),
            Labels(outcome.Added),
            Labels(outcome.Changed),
            outcome.Removed,

            // Only what others own: what a rule leaves out is not news.
            outcome.Kept.Where(static label => label.Reason == SkipReason.OwnedByAnother)
                .Select(static label => new KeptLabel(label.Key, Text(label.Detail))),
            new TriggerEvent(trigger.Id, UntrustedText.Truncate(trigger.Source, MaxText), UntrustedText.Truncate(trigger.Type, MaxText))),
        DataJson.Default.OutcomeEventData);

    private static Dictionary<string, string> Labels(LabelSet labels) => labels.ToDictionary(static label => label.Key, static label => label.Value);

    /// <summary>Null for an empty text, so that the data leaves it out.</summary>
    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : UntrustedText.Truncate(text, MaxText);

    internal sealed record Target(string ApiVersion, string Kind, string? Namespace, string Name, string? Uid, string? ResourceVersion)
    {
        public static Target Of(ObjectReference target, string? resourceVersion) =>
            new(target.ApiVersion, target.Kind, Text(target.Namespace), target.Name, Text(target.Uid), Text(resourceVersion));
    }

    internal sealed record KeptLabel(string Key, string? Owner);

    internal sealed record TriggerEvent(string Id, string Source, string Type);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        GenerationMode = JsonSourceGenerationMode.Serialization)]
    [JsonSerializable(typeof(OutcomeEventData))]
    internal sealed partial class DataJson : JsonSerializerContext;
}
