namespace Tagalong.Cli.Demo;

/// <summary>Plays a release on a stage: its steps one after another, and their events on the way to the function.</summary>
internal sealed class Performance : IAsyncDisposable
{
    private readonly Release _release;
    private readonly Stage _stage;
    private readonly Pacing _pacing;
    private readonly TimeProvider _time;
    private readonly IAudience _audience;
    private readonly ClusterClient _cluster;
    private RunningRelay? _relay;

    /// <summary>Prepares a release to be played.</summary>
    public Performance(Release release, Stage stage, Pacing pacing, TimeProvider time, IAudience audience)
    {
        (_release, _stage, _pacing, _time, _audience) = (release, stage, pacing, time, audience);
        _cluster = new ClusterClient(stage.Cluster);
    }

    /// <summary>What was seen so far.</summary>
    public History History { get; } = new();

    /// <summary>Makes the past, and then plays every scene to its end. The relay goes on watching.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await MakePastAsync(cancellationToken);
        _stage.Deliveries.Delivered = Deliver;
        foreach (var scene in _release.Scenes)
        {
            _audience.Begin(scene);
            _relay ??= await _stage.StartRelayAsync(cancellationToken);
            foreach (var step in scene.Steps)
            {
                await _pacing.WaitAsync(step.Gap, cancellationToken);
                History.Meet(step.Object, await MakeAsync(step, cancellationToken));
            }

            await _relay.SettleAsync(History, _time, cancellationToken);
            _audience.End(scene);
        }
    }

    /// <summary>Stops the relay.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }

        _cluster.Dispose();
    }

    /// <summary>Before Tagalong is there.</summary>
    private async Task MakePastAsync(CancellationToken cancellationToken)
    {
        var last = new Dictionary<ObjectName, ObjectLabels>();
        foreach (var step in _release.Past)
        {
            last[step.Object] = await MakeAsync(step, cancellationToken);
        }

        foreach (var (name, labels) in last)
        {
            History.Meet(name, labels);
        }
    }

    private async Task<ObjectLabels> MakeAsync(Step step, CancellationToken cancellationToken) =>
        new(await step.MakeAsync(_stage.Cluster.Objects, _cluster, cancellationToken));

    private void Deliver(Delivery delivery)
    {
        History.Note(delivery);
        _audience.See(delivery);
    }
}
