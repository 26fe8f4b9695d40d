namespace Tagalong.Cli.Sweeping;

/// <summary>Shows the progress of a sweep.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows the progress until the sweep ends. If the sweep fails, its caller gets the exception, not this display.</summary>
    Task ShowAsync(ProgressTracker progress, Task sweep);
}
