using Tagalong.Core.Watching;

namespace Tagalong.Hosting.Watching;

/// <summary>Runs the relay from start to stop.</summary>
internal sealed class RelayService(Relay relay) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = relay.RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    /// <summary>The readiness probe: ready when every existing object has been checked once.</summary>
    public Task WriteReadinessAsync(HttpContext context)
    {
        var state = _stopping.IsCancellationRequested ? "stopping" : relay.IsReady ? "ok" : "not all existing objects have been checked yet";
        context.Response.StatusCode = state == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(state);
    }

    public void Dispose() => _stopping.Dispose();
}
