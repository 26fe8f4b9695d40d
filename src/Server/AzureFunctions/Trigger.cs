namespace Tagalong.Server.AzureFunctions;

/// <summary>What invokes a function, as far as it concerns how its invocations are read and answered.</summary>
internal enum Trigger
{
    /// <summary>Event Grid: CloudEvents as JSON objects.</summary>
    EventGrid,

    /// <summary>Service Bus: a message's text, of which a failed one comes back at once.</summary>
    ServiceBus,

    /// <summary>Event Hubs: the texts of a batch.</summary>
    EventHubs,

    /// <summary>A timer, which asks for a sweep.</summary>
    Timer,
}
