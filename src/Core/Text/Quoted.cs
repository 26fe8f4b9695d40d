namespace Tagalong.Core.Text;

/// <summary>Names and values in a message, in single quotes.</summary>
internal static class Quoted
{
    /// <summary>Text from a file: on one line and at most 80 characters, whatever the file contains.</summary>
    public static string Text(string text) => $"'{UntrustedText.Sanitize(UntrustedText.Truncate(text, 80))}'";

    public static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"'{text}'"));
}
