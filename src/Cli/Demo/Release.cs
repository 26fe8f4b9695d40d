namespace Tagalong.Cli.Demo;

/// <summary>A release to play, and what is to come of it.</summary>
/// <param name="Past">What happened before Tagalong was there.</param>
/// <param name="Scenes">What happens then.</param>
/// <param name="Expected">What is to come of it.</param>
internal sealed record Release(IReadOnlyList<Step> Past, IReadOnlyList<Scene> Scenes, Expectations Expected);
