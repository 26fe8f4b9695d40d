using Spectre.Console;

namespace Tagalong.Cli.Demo;

/// <summary>
/// Tells a release as it is played: a line for each scene, for each write, and for what a scene took. On a terminal the
/// last line shows each event as it goes by.
/// </summary>
internal sealed class Narration(IAnsiConsole console) : IAudience
{
    private readonly Lock _lock = new();
    private readonly List<Delivery> _scene = [];
    private StatusContext? _status;

    /// <inheritdoc/>
    public Task DuringAsync(Func<Task> play) => console.Profile.Capabilities is { Interactive: true, Ansi: true }
        ? console.Status().StartAsync("Starting", status =>
        {
            _status = status;
            return play();
        })
        : play();

    /// <inheritdoc/>
    public void Begin(Scene scene)
    {
        lock (_lock)
        {
            console.MarkupLineInterpolated($"[bold]{scene.Title}[/]");
        }
    }

    /// <inheritdoc/>
    public void See(Delivery delivery)
    {
        lock (_lock)
        {
            _scene.Add(delivery);
            if (_status is not null)
            {
                _status.Status = Markup.Escape($"{delivery.Object} {delivery.Type.Split('.')[^1]}: {EndOf(delivery)}");
            }

            if (!delivery.IsAccepted)
            {
                console.MarkupLineInterpolated($"  [red]{delivery.Object}[/] answered {delivery.Status}, {EndOf(delivery)}");
            }
            else if (delivery.Outcome is { HasWritten: true } outcome)
            {
                console.MarkupLineInterpolated($"  {delivery.Object} [green]{Changes(outcome)}[/]");
            }
        }
    }

    /// <inheritdoc/>
    public void End(Scene scene)
    {
        lock (_lock)
        {
            var ends = _scene.CountBy(delivery => delivery.Outcome?.Kind ?? "Unreported").OrderByDescending(end => end.Value);
            console.MarkupLineInterpolated($"  [dim]{(_scene.Count == 0 ? "no event: nothing that matters to labels" : $"{_scene.Count} events: {string.Join(", ", ends.Select(end => $"{end.Value} {end.Key}"))}")}[/]");
            _scene.Clear();
        }
    }

    private static string EndOf(Delivery delivery) => delivery.Outcome is { } outcome ? $"{outcome.Kind} ({outcome.Reason})" : "unreported";

    private static string Changes(ReportedOutcome outcome) => string.Join(
        ' ',
        [
            .. outcome.Added.Select(label => $"+{label}"),
            .. outcome.Changed.Select(label => $"~{label}"),
            .. outcome.Removed.Select(key => $"-{key}"),
        ]);
}
