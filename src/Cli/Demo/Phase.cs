namespace Tagalong.Cli.Demo;

/// <summary>A part of the scenario. The demo waits after its steps until every event is handled.</summary>
/// <param name="Title">What happens: a sentence without its full stop.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record Phase(string Title, IReadOnlyList<Step> Steps);
