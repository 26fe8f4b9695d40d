namespace Tagalong.Core.Text;

/// <summary>Text of a policy as it stands in a reason: on one line and of bounded length, whatever the file holds.</summary>
internal static class Quoted
{
    private const int Longest = 80;

    public static string Text(string text)
    {
        var shown = text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…";
        return $"'{string.Concat(shown.Select(unit => char.IsControl(unit) || char.IsSurrogate(unit) || unit is '\u2028' or '\u2029' ? '�' : unit))}'";
    }

    public static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"'{text}'"));
}
