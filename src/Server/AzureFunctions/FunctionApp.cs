using System.Collections.Immutable;

namespace Tagalong.Server.AzureFunctions;

/// <summary>The app that the host runs this process for.</summary>
/// <param name="Triggered">The functions that are invoked by payloads.</param>
/// <param name="Http">The functions whose requests are passed on.</param>
/// <param name="Faults">What is wrong with its files, a sentence each.</param>
internal sealed record FunctionApp(ImmutableArray<TriggeredFunction> Triggered, ImmutableArray<HttpFunction> Http, ImmutableArray<string> Faults)
{
    /// <summary>No app: the process is no custom handler.</summary>
    public static FunctionApp None { get; } = new([], [], []);
}
