using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tagalong.Core.ApiServer;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tagalong.Core.Kubeconfig;

/// <summary>A place in a kubeconfig. What is missing has empty values; unknown members are ignored, as by client-go.</summary>
/// <param name="node">The node; null where there is none.</param>
/// <param name="path">Its place, for errors: <c>users[0].user.token</c>.</param>
internal readonly partial struct KubeconfigNode(YamlNode? node, string path)
{
    private const int MaxEntries = 100_000;

    /// <summary>The node, or null.</summary>
    public YamlNode? Node => IsNull(node) ? null : node;

    /// <summary>Its place in the file.</summary>
    public string Path => path;

    /// <summary>A member of a mapping. Names are case-sensitive.</summary>
    /// <exception cref="EndpointException">It is not a mapping.</exception>
    public KubeconfigNode this[string name]
    {
        get
        {
            var place = string.IsNullOrEmpty(path) ? name : $"{path}.{name}";
            return Node switch
            {
                null => new KubeconfigNode(null, place),
                YamlMappingNode mapping => new KubeconfigNode(Find(mapping, name, depth: 0), place),
                _ => throw Error("has to be a mapping"),
            };
        }
    }

    /// <summary>The text; null where it is missing or empty.</summary>
    /// <exception cref="EndpointException">It is not a text.</exception>
    public string? Text() => Node switch
    {
        null => null,
        YamlScalarNode { Value: "" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when NotAText().IsMatch(scalar.Value!) =>
            throw Error("has to be a text, and YAML reads this as a number or a truth value; put it into quotes"),
        YamlScalarNode scalar => scalar.Value,
        _ => throw Error("has to be a text"),
    };

    /// <summary>Whether it is true; false where it is missing.</summary>
    /// <exception cref="EndpointException">It is not a truth value.</exception>
    public bool IsTrue() => Node switch
    {
        null => false,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" } => true,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" } => false,
        _ => throw Error("has to be true or false"),
    };

    /// <summary>The text that is there in Base64; null where it is missing.</summary>
    /// <exception cref="EndpointException">It is not Base64.</exception>
    public string? Base64Text()
    {
        try
        {
            return Node is YamlScalarNode { Value: { Length: > 0 } base64 } ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64)) : Text();
        }
        catch (FormatException)
        {
            // Not quoted: it may be a key.
            throw Error("is not Base64");
        }
    }

    /// <summary>The items of a list.</summary>
    /// <exception cref="EndpointException">It is not a list.</exception>
    public IReadOnlyList<KubeconfigNode> Items()
    {
        var place = path;
        return Node switch
        {
            null => [],
            YamlSequenceNode { Children.Count: > MaxEntries } => throw Error("has too many entries"),
            YamlSequenceNode list => [.. list.Children.Select((item, index) => new KubeconfigNode(item, $"{place}[{index}]"))],
            _ => throw Error("has to be a list"),
        };
    }

    /// <summary>The texts of a list.</summary>
    /// <exception cref="EndpointException">It is not a list of texts.</exception>
    public ImmutableArray<string> Texts() => [.. Items().Select(static item => item.Text() ?? "")];

    /// <summary>The members of a mapping.</summary>
    /// <exception cref="EndpointException">It is not a mapping.</exception>
    public IReadOnlyList<(string Name, KubeconfigNode Value)> Members()
    {
        var place = path;
        return Node switch
        {
            null => [],
            YamlMappingNode mapping => [.. mapping.Children.Select(member => (
                (member.Key as YamlScalarNode)?.Value ?? "", new KubeconfigNode(member.Value, $"{place}.{member.Key as YamlScalarNode}")))],
            _ => throw Error("has to be a mapping"),
        };
    }

    private static YamlNode? Find(YamlMappingNode mapping, string name, int depth)
    {
        YamlNode? merged = null;
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } text })
            {
                continue;
            }

            if (text == name)
            {
                return value;
            }

            if (text == "<<" && depth < 8)
            {
                merged ??= (value is YamlSequenceNode several ? several.Children : [value]).OfType<YamlMappingNode>()
                    .Select(other => Find(other, name, depth + 1)).FirstOrDefault(static found => found is not null);
            }
        }

        return merged;
    }

    private static bool IsNull(YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private EndpointException Error(string what) => new($"{path} {what}");

    /// <summary>What YAML 1.1 does not read as a text: truth values and numbers.</summary>
    [GeneratedRegex(@"^([Yy]|[Yy]es|YES|[Nn]|[Nn]o|NO|[Tt]rue|TRUE|[Ff]alse|FALSE|[Oo]n|ON|[Oo]ff|OFF|[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9_]+([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN))$")]
    private static partial Regex NotAText();
}
