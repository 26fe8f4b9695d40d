using Spectre.Console;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Demo;

/// <summary>Prints a line for each phase, each write and each phase's events. On a terminal the last line shows the current event.</summary>
internal sealed class ProgressPrinter(IAnsiConsole console)
{
    private readonly Lock _lock = new();
    private readonly List<HandledEvent> _events = [];
    private StatusContext? _status;

    /// <summary>Runs the scenario, below a status line if there is a terminal.</summary>
    public Task RunAsync(Func<Task> play) => console.Profile.Capabilities is { Interactive: true, Ansi: true }
        ? console.Status().StartAsync("Starting", status =>
        {
            _status = status;
            return play();
        })
        : play();

    public void Start(Phase phase)
    {
        lock (_lock)
        {
            console.MarkupLineInterpolated($"[bold]{phase.Title}[/]");
        }
    }

    /// <summary>Shows an event. Called by several threads.</summary>
    public void Show(HandledEvent handled)
    {
        lock (_lock)
        {
            _events.Add(handled);
            if (_status is not null)
            {
                _status.Status = Markup.Escape($"{handled.Object} {handled.Type.Split('.')[^1]}: {handled.Outcome} ({handled.Reason})");
            }

            if (!handled.IsAccepted)
            {
                console.MarkupLineInterpolated($"  [red]{handled.Object}[/] got status {handled.Status}: {handled.Outcome} ({handled.Reason})");
            }
            else if (ChangesOf(handled) is { Length: > 0 } changes)
            {
                console.MarkupLineInterpolated($"  {handled.Object} [green]{changes}[/]");
            }
        }
    }

    public void End()
    {
        lock (_lock)
        {
            var outcomes = _events.CountBy(static handled => handled.Outcome).OrderByDescending(static outcome => outcome.Value);
            var summary = _events.Count == 0
                ? "no events: nothing changed that affects labels"
                : $"{Numbers.Of(_events.Count, "event")}: {string.Join(", ", outcomes.Select(static outcome => $"{outcome.Value} {outcome.Key}"))}";
            console.MarkupLineInterpolated($"  [dim]{summary}[/]");
            _events.Clear();
        }
    }

    private static string ChangesOf(HandledEvent handled) => string.Join(
        ' ',
        [
            .. handled.Added.Select(static label => $"+{label}"),
            .. handled.Changed.Select(static label => $"~{label}"),
            .. handled.Removed.Select(static key => $"-{key}"),
        ]);
}
