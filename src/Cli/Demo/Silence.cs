namespace Tagalong.Cli.Demo;

/// <summary>Nobody watches.</summary>
internal sealed class Silence : IAudience
{
    /// <inheritdoc/>
    public Task DuringAsync(Func<Task> play) => play();

    /// <inheritdoc/>
    public void Begin(Scene scene)
    {
    }

    /// <inheritdoc/>
    public void See(Delivery delivery)
    {
    }

    /// <inheritdoc/>
    public void End(Scene scene)
    {
    }
}
