namespace Tagalong.FunctionsHost;

/// <summary>What the host runs, and how.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The app's folder, built or published: the one with <c>worker.config.json</c>.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The app settings.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock of queues, retries and <c>functionTimeout</c>. The limits of a worker's start are real time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Further binding types that the host knows, as if their extensions were installed: <c>serviceBusTrigger</c>.</summary>
    public IReadOnlyCollection<string> BindingTypes { get; init; } = [];
}
