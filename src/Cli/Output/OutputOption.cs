using System.CommandLine;

namespace Tagalong.Cli.Output;

/// <summary>The option <c>--output</c>, which is the same for every verb.</summary>
internal static class OutputOption
{
    /// <summary>Makes it, for one verb.</summary>
    public static Option<OutputFormat> Create() => new Option<OutputFormat>("--output", "-o")
    {
        Description = "text (default): for people; json, yaml: for programs, one document (docs/cli.md)",
        HelpName = "text|json|yaml",
    }.AcceptOnlyFromAmong("text", "json", "yaml");
}
