namespace Tagalong.Cli.Demo;

/// <summary>A part of the scenario. After its steps the demo waits until every event is handled.</summary>
internal sealed record Phase(string Title, IReadOnlyList<Step> Steps);
