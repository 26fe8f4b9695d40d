namespace Tagalong.Cli.Demo;

/// <summary>Who watches while a release is played.</summary>
internal interface IAudience
{
    /// <summary>Attends what is played, until it ends.</summary>
    Task DuringAsync(Func<Task> play);

    /// <summary>A scene begins.</summary>
    void Begin(Scene scene);

    /// <summary>An event was sent and answered. Called by several threads.</summary>
    void See(Delivery delivery);

    /// <summary>All of the scene has been sent and answered.</summary>
    void End(Scene scene);
}
