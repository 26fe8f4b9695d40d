using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

[assembly: ExtensionInformation("Microsoft.Azure.WebJobs.Extensions.EventGrid", "3.3.0")]

namespace Tagalong.Functions;

/// <summary>The trigger of the Functions host for Event Grid: the build writes it to the metadata as <c>eventGridTrigger</c>.</summary>
/// <remarks>It takes the place of the worker package for Event Grid, and names the host's extension above.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventGridTriggerAttribute : TriggerBindingAttribute, ISupportCardinality
{
    /// <summary>Whether an invocation gets all events of a request, or one.</summary>
    /// <value>Default: false. The attribute <see cref="DefaultValueAttribute"/> is for the generator of the metadata, which fails without it.</value>
    [DefaultValue(false)]
    public bool IsBatched { get; set; }

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}
