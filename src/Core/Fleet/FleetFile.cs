using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Core.Fleet;

/// <summary>Reads a file of clusters, YAML or JSON, as settings: <c>clusters</c> and <c>imports</c> at its top.</summary>
internal static class FleetFile
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxDepth = 8;
    private const int MaxNodes = 100_000;

    /// <exception cref="FormatException">It is not such a file; the message has its path and the line.</exception>
    public static Dictionary<string, string?> Read(string path)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new FormatException($"Tagalong:Fleet:File: {path} is larger than {MaxBytes / 1024 / 1024} MiB.");
            }

            using var reader = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            var left = MaxNodes;
            foreach (var document in yaml.Documents)
            {
                Flatten(path, document.RootNode, "Tagalong", depth: 0, settings, ref left);
            }
        }
        catch (YamlException exception)
        {
            throw new FormatException($"Tagalong:Fleet:File: {path}:{exception.Start.Line} cannot be read as YAML or JSON: {exception.Message.TrimEnd('.')}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"Tagalong:Fleet:File: {exception.Message}", exception);
        }

        foreach (var top in settings.Keys.Select(static key => key.Split(ConfigurationPath.KeyDelimiter)[1]).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!top.Equals("clusters", StringComparison.OrdinalIgnoreCase) && !top.Equals("imports", StringComparison.OrdinalIgnoreCase))
            {
                throw new FormatException($"Tagalong:Fleet:File: {path} has '{top}' at its top; it may have 'clusters' and 'imports'.");
            }
        }

        return settings;
    }

    private static void Flatten(string path, YamlNode node, string key, int depth, Dictionary<string, string?> settings, ref int left)
    {
        if (--left < 0)
        {
            // Of a small file too, because each alias repeats what its anchor has.
            throw new FormatException($"Tagalong:Fleet:File: {path} has more than {MaxNodes} entries.");
        }

        if (depth > MaxDepth)
        {
            throw new FormatException($"Tagalong:Fleet:File: {path}:{node.Start.Line} nests deeper than {MaxDepth} levels.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (name, value) in mapping.Children)
                {
                    Flatten(path, value, ConfigurationPath.Combine(key, NameOf(path, name)), depth + 1, settings, ref left);
                }

                break;
            case YamlSequenceNode sequence:
                for (var index = 0; index < sequence.Children.Count; index++)
                {
                    Flatten(path, sequence.Children[index], $"{key}{ConfigurationPath.KeyDelimiter}{index}", depth + 1, settings, ref left);
                }

                break;
            case YamlScalarNode { Value: var text, Style: var style } when depth > 0:
                if (!settings.TryAdd(key, style == ScalarStyle.Plain && text is "" or "~" or "null" ? null : text))
                {
                    throw new FormatException(
                        $"Tagalong:Fleet:File: {path}:{node.Start.Line} has '{key["Tagalong:".Length..]}' a second time; names are not case-sensitive.");
                }

                break;
            case YamlScalarNode { Value: null or "" }:
                break;
            default:
                throw new FormatException($"Tagalong:Fleet:File: {path}:{node.Start.Line} is not a mapping; it may have 'clusters' and 'imports'.");
        }
    }

    private static string NameOf(string path, YamlNode name) => name is YamlScalarNode { Value: { Length: > 0 } text } && !text.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)
        ? text
        : throw new FormatException($"Tagalong:Fleet:File: {path}:{name.Start.Line} has a name that is empty, not a text, or has a ':'.");
}
