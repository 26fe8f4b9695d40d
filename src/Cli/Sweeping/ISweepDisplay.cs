namespace Tagalong.Cli.Sweeping;

/// <summary>Shows how far a sweep is while it goes on.</summary>
internal interface ISweepDisplay
{
    /// <summary>Shows it until it ends.</summary>
    /// <param name="board">How far it is.</param>
    /// <param name="sweep">The sweep; it may fail, and that is for whoever awaits it.</param>
    Task ShowAsync(SweepBoard board, Task sweep);
}
