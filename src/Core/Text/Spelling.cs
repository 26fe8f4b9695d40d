namespace Tagalong.Core.Text;

/// <summary>Suggests the word that the user probably meant.</summary>
internal static class Spelling
{
    /// <summary>The known word that is at most two edits away, ignoring case, or null.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        var (best, fewest) = ((string?)null, 3);
        foreach (var candidate in known)
        {
            var allowed = Math.Min(fewest, (candidate.Length / 3) + 1);
            if (Math.Abs(candidate.Length - word.Length) < allowed && Edits(word, candidate) is var edits && edits < allowed)
            {
                (best, fewest) = (candidate, edits);
            }
        }

        return best;
    }

    private static int Edits(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        foreach (var letter in from)
        {
            var diagonal = row[0]++;
            for (var column = 1; column < row.Length; column++)
            {
                var same = char.ToLowerInvariant(letter) == char.ToLowerInvariant(to[column - 1]);
                var edits = Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[column], row[column - 1]) + 1);
                (diagonal, row[column]) = (row[column], edits);
            }
        }

        return row[^1];
    }
}
