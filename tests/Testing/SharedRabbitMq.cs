namespace Tagalong.Testing;

/// <summary>The broker that the tests of an assembly share, each with separate queues. The first test that needs it starts it.</summary>
public sealed class SharedRabbitMq : IAsyncDisposable
{
    private readonly Lazy<Task<RabbitMqServer>> _server = new(RabbitMqServer.StartAsync);

    /// <summary>The broker, when it is ready.</summary>
    public Task<RabbitMqServer> ServerAsync() => _server.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
