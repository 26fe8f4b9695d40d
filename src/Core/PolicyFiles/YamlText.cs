using System.Text.RegularExpressions;
using Tagalong.Core.Text;

namespace Tagalong.Core.PolicyFiles;

/// <summary>A scalar: its text, and whether it stood there bare, without quotes.</summary>
internal sealed partial class YamlText(YamlPlace place, string text, bool isBare) : YamlValue(place)
{
    public string Text { get; } = text;

    /// <summary>Whether YAML 1.2 reads it as null: nothing, <c>~</c> or <c>null</c>, without quotes.</summary>
    public bool IsNull => isBare && (Text is "" or "~" or "null" or "Null" or "NULL");

    /// <summary>Whether YAML 1.2 reads it as a number or as true or false, which editors and other tools then do too.</summary>
    private bool IsNumberOrBoolean => isBare && (Text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE" || Number().IsMatch(Text));

    protected override string Noun => IsNull ? "empty" : "text";

    public override YamlText? AsText(PolicyErrors faults)
    {
        if (IsNull)
        {
            return Refuse<YamlText>("text", faults);
        }

        if (IsNumberOrBoolean)
        {
            faults.Add(Place, $"is read by YAML as a number or a truth value; write {Quoted.Text(Text)}, in quotes");
            return null;
        }

        return this;
    }

    /// <summary>The text as a label's value: what stands there, so <c>yes</c>, <c>true</c> and <c>1.0</c> stay as written.</summary>
    public string? AsLabelValue(PolicyErrors faults)
    {
        if (IsNull)
        {
            faults.Add(Place, Text.Length == 0
                ? "has no value; write \"\" if the label is to be empty"
                : $"is read by YAML as nothing; write {Quoted.Text(Text)}, in quotes");
            return null;
        }

        return Text;
    }

    [GeneratedRegex(@"^(0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
