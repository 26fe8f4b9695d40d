using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.Reporting;

namespace Tagalong.Cli.Demo;

/// <summary>The function's log, of which only the one line per event is kept: by the event's id.</summary>
internal sealed class OutcomeLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, ReportedOutcome> _outcomes = new();

    /// <summary>Takes out what was reported of an event; null if nothing was.</summary>
    public ReportedOutcome? Take(string eventId) => _outcomes.TryRemove(eventId, out var outcome) ? outcome : null;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        categoryName == typeof(OutcomeReporter).FullName ? this : NullLogger.Instance;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            _outcomes[Text(fields, "EventId")] = new ReportedOutcome(
                Text(fields, "Outcome"),
                Text(fields, "Reason"),
                Items(fields, "Added"),
                Items(fields, "Changed"),
                Items(fields, "Removed"),
                Items(fields, "Kept"));
        }
    }

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string Text(IReadOnlyList<KeyValuePair<string, object?>> fields, string name) =>
        fields.FirstOrDefault(field => field.Key == name).Value?.ToString() ?? "";

    private static string[] Items(IReadOnlyList<KeyValuePair<string, object?>> fields, string name) =>
        Text(fields, name).Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
