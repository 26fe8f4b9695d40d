using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace Tagalong.Functions;

/// <summary>Events in a queue of Service Bus. Part of the app if it is built with the property <c>ServiceBus</c>.</summary>
public sealed class ServiceBusFunction(TriggeredEvents events)
{
    /// <summary>Handles a message. One that is rejected is logged and counted: Service Bus would deliver it in vain.</summary>
    [Function("servicebus")]
    public Task RunAsync([ServiceBusTrigger("%TAGALONG_QUEUE%", Connection = "ServiceBus")] string message, FunctionContext context) =>
        events.HandleAsync(Encoding.UTF8.GetBytes(message), context);
}
