namespace Tagalong.Cli.Demo;

/// <summary>A part of the release: a burst of steps, after which things come to rest.</summary>
/// <param name="Title">What happens, in a sentence without its full stop.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record Scene(string Title, IReadOnlyList<Step> Steps);
