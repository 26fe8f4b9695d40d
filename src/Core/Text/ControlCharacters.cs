namespace Tagalong.Core.Text;

/// <summary>Characters that break a line of a log or a URL; no name has any.</summary>
internal static class ControlCharacters
{
    /// <summary>Whether there is one in a text.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
            {
                return true;
            }
        }

        return false;
    }
}
