using System.Buffers;

namespace Tagalong.Core.Text;

/// <summary>Characters that no name has and that break a log line or a URL.</summary>
internal static class ControlCharacters
{
    private static readonly SearchValues<char> All =
        SearchValues.Create([.. Enumerable.Range(char.MinValue, 0xA0).Select(static code => (char)code).Where(char.IsControl)]);

    public static bool AreIn(ReadOnlySpan<char> text) => text.ContainsAny(All);
}
