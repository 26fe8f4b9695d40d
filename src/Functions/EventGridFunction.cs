using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace Tagalong.Functions;

/// <summary>Events that Event Grid delivers in the CloudEvents schema.</summary>
public sealed class EventGridFunction(TriggeredEvents events)
{
    /// <summary>Handles an event. One that is rejected is logged and counted: Event Grid would deliver it in vain.</summary>
    [Function("eventgrid")]
    public Task RunAsync([EventGridTrigger] string cloudEvent, FunctionContext context) => events.HandleAsync(Encoding.UTF8.GetBytes(cloudEvent), context);
}
