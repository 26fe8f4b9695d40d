using System.Text.RegularExpressions;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A scalar: its text, and whether it is written without quotes.</summary>
internal sealed partial class YamlText(YamlPlace place, string text, bool isPlain) : YamlValue(place)
{
    public string Text { get; } = text;

    /// <summary>Whether YAML 1.2 reads it as null: no text, <c>~</c> or <c>null</c>, without quotes.</summary>
    public bool IsNull => isPlain && (Text is "" or "~" or "null" or "Null" or "NULL");

    /// <summary>Whether YAML 1.2, and so other tools, read it as a number or a boolean.</summary>
    private bool IsNumberOrBoolean => isPlain && (Text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE" || Number().IsMatch(Text));

    protected override string Noun => IsNull ? "empty" : "text";

    public override YamlText? AsText(PolicyErrors errors)
    {
        if (IsNull)
        {
            return Reject<YamlText>("text", errors);
        }

        if (IsNumberOrBoolean)
        {
            errors.Add(Place, $"is a number or a boolean in YAML; write {Quoted.Text(Text)} in quotes");
            return null;
        }

        return this;
    }

    /// <summary>The text as a label's value, exactly as written, so <c>yes</c>, <c>true</c> and <c>1.0</c> are valid.</summary>
    public string? AsLabelValue(PolicyErrors errors)
    {
        if (IsNull)
        {
            errors.Add(Place, Text.Length == 0
                ? "has no value; write \"\" for an empty label"
                : $"is null in YAML; write {Quoted.Text(Text)} in quotes");
            return null;
        }

        return Text;
    }

    [GeneratedRegex(@"^(0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
