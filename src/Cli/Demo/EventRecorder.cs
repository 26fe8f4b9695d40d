using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.Reporting;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Cli.Demo;

/// <summary>Records the events that reach the function, with the response's status and the outcome from the function's log. Thread-safe.</summary>
internal sealed class EventRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, HandledEvent> _outcomes = new();
    private readonly ConcurrentQueue<HandledEvent> _events = new();

    /// <summary>Called for each event, before the relay gets the response.</summary>
    public Action<HandledEvent>? Handled { get; set; }

    /// <summary>The events in the order of the responses.</summary>
    public IReadOnlyList<HandledEvent> Events => [.. _events];

    /// <summary>How many objects of a kind had their last event rejected.</summary>
    public int CountRejected(ResourceKind kind) =>
        _events.Where(handled => handled.Object.Kind == kind).GroupBy(static handled => handled.Object).Count(static ofObject => !ofObject.Last().IsAccepted);

    /// <summary>The function's middleware.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var headers = context.Request.Headers;
        var kind = Array.Find(ObjectName.Kinds, kind => kind.Kind == headers["ce-kind"].ToString());
        if (kind is not null && headers["ce-namespace"] == ObjectName.Namespace)
        {
            var handled = (_outcomes.TryRemove(headers["ce-id"].ToString(), out var outcome) ? outcome : new HandledEvent()) with
            {
                Object = new ObjectName(kind, headers["ce-name"].ToString()),
                Type = headers["ce-type"].ToString(),
                Status = context.Response.StatusCode,
            };
            _events.Enqueue(handled);
            Handled?.Invoke(handled);
        }
    }

    public ILogger CreateLogger(string categoryName) =>
        categoryName == typeof(OutcomeReporter).FullName ? this : NullLogger.Instance;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            _outcomes[Text("EventId")] = new HandledEvent
            {
                Outcome = Text("Outcome"),
                Reason = Text("Reason"),
                Added = Items("Added"),
                Changed = Items("Changed"),
                Removed = Items("Removed"),
                Kept = Items("Kept"),
            };
            string Text(string name) => fields.FirstOrDefault(field => field.Key == name).Value?.ToString() ?? "";
            string[] Items(string name) => Text(name).Split(", ", StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
