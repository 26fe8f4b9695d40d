namespace Tagalong.Cli.Output;

internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON document.</summary>
    Json,

    /// <summary>The same document in YAML.</summary>
    Yaml,
}
