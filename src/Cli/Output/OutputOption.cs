using System.CommandLine;

namespace Tagalong.Cli.Output;

/// <summary>The option <c>--output</c>, the same for every command.</summary>
internal static class OutputOption
{
    public static Option<OutputFormat> Create() => new Option<OutputFormat>("--output", "-o")
    {
        Description = "text (default): for people; json, yaml: one document for programs (docs/cli.md)",
        HelpName = "text|json|yaml",
    }.AcceptOnlyFromAmong("text", "json", "yaml");
}
