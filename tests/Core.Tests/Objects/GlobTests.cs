using CsCheck;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Tests.Objects;

public class GlobTests
{
    [Theory]
    [InlineData("team", "team", true)]
    [InlineData("team", "Team", false)]
    [InlineData("team", "teams", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "example.com/team", true)]
    [InlineData("team*", "team", true)]
    [InlineData("*/team", "example.com/team", true)]
    [InlineData("*/team", "team", false)]
    [InlineData("example.com/*", "sub.example.com/x", false)]
    [InlineData("*.example.com/*", "sub.example.com/x", true)]
    [InlineData("*.example.com/*", "example.com/x", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("ab*ba", "abba", true)]
    [InlineData("a*b*c", "axxbyybzzc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("a*bc*c", "abc", false)]
    public void A_star_matches_any_number_of_characters(string pattern, string key, bool expected)
    {
        Assert.Equal(expected, new Glob(pattern).Matches(key));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("**", true)]
    [InlineData("*/*", false)]
    [InlineData("a*", false)]
    public void A_pattern_of_stars_only_is_a_catch_all(string pattern, bool expected)
    {
        Assert.Equal(expected, new Glob(pattern).IsCatchAll);
    }

    [Fact]
    public void A_pattern_matches_what_a_naive_matcher_matches()
    {
        var text = Gen.Char["ab/*"].Array[1, 8].Select(characters => new string(characters));
        var key = Gen.Char["ab/"].Array[0, 10].Select(characters => new string(characters));

        Gen.Select(text, key).Sample((pattern, of) => new Glob(pattern).Matches(of) == Naive(pattern, of));
    }

    private static bool Naive(ReadOnlySpan<char> pattern, ReadOnlySpan<char> key)
    {
        if (pattern.IsEmpty)
        {
            return key.IsEmpty;
        }

        return pattern[0] == '*'
            ? Naive(pattern[1..], key) || (!key.IsEmpty && Naive(pattern, key[1..]))
            : !key.IsEmpty && key[0] == pattern[0] && Naive(pattern[1..], key[1..]);
    }
}
