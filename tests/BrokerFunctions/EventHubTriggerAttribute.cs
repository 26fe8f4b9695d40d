using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An attribute of the shape that the one of Microsoft.Azure.Functions.Worker.Extensions.EventHubs has.</summary>
/// <param name="eventHubName">The event hub.</param>
[AttributeUsage(AttributeTargets.Parameter)]
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
public sealed class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute, ISupportCardinality
{
    /// <summary>The event hub.</summary>
    public string EventHubName => eventHubName;

    /// <summary>The app setting of the namespace, or the prefix of several.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether an invocation gets several events.</summary>
    [DefaultValue(true)]
    public bool IsBatched { get; set; } = true;

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}
