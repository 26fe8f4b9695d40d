using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tagalong.Testing.Running;

/// <summary>A sink on a loopback port, which answers as it is told to and keeps what it took.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedEvent> _taken = [];
    private int _attempts;

    private Receiver(Func<int, CancellationToken, Task<int>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/sink/{*rest}", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var status = await answer(Interlocked.Increment(ref _attempts), context.RequestAborted);
            if (status < 300)
            {
                _taken.Enqueue(new ReceivedEvent(context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
            }

            context.Response.StatusCode = status;
        });
    }

    public string Url => $"{_app.Urls.Single()}/sink";

    public IReadOnlyCollection<ReceivedEvent> Taken => _taken;

    public int Attempts => Volatile.Read(ref _attempts);

    /// <param name="answer">The status for the attempt of a number, from 1; by default 202.</param>
    public static Task<Receiver> StartAsync(Func<int, int>? answer = null) =>
        StartAsync((attempt, _) => Task.FromResult(answer?.Invoke(attempt) ?? StatusCodes.Status202Accepted));

    public static async Task<Receiver> StartAsync(Func<int, CancellationToken, Task<int>> answer)
    {
        var receiver = new Receiver(answer);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
