using Tagalong.Core.Objects;

namespace Tagalong.Core.Tests.Objects;

public class LabelSyntaxTests
{
    [Theory]
    [InlineData("team")]
    [InlineData("app.kubernetes.io/name")]
    [InlineData("a.b-c_d")]
    [InlineData("1-prefix.example.com/0")]
    [InlineData("A")]
    public void A_qualified_name_is_a_key(string key) => Assert.Null(LabelSyntax.KeyError(key));

    [Theory]
    [InlineData("", "has no name")]
    [InlineData("example.com/", "has no name")]
    [InlineData("/team", "has an empty prefix")]
    [InlineData("a/b/c", "has more than one '/'")]
    [InlineData("Example.com/team", "lower-case")]
    [InlineData("a..b/team", "DNS subdomain")]
    [InlineData("-a/team", "DNS subdomain")]
    [InlineData("-team", "start and end with a letter or digit")]
    [InlineData("team_", "start and end with a letter or digit")]
    [InlineData("te am", "other than letters, digits")]
    [InlineData("tëam", "other than letters, digits")]
    public void The_error_of_any_other_key_says_why(string key, string expected) =>
        Assert.Contains(expected, LabelSyntax.KeyError(key), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("payments")]
    [InlineData("MyValue")]
    [InlineData("12345")]
    [InlineData("2.3.1")]
    public void A_short_name_or_an_empty_text_is_a_value(string value) => Assert.Null(LabelSyntax.ValueError(value));

    [Theory]
    [InlineData("not a label!")]
    [InlineData("-x")]
    [InlineData("x.")]
    [InlineData("a/b")]
    public void Any_other_text_is_not_a_value(string value) => Assert.NotNull(LabelSyntax.ValueError(value));

    [Fact]
    public void Lengths_are_limited_to_63_and_253()
    {
        Assert.Null(LabelSyntax.ValueError(new string('a', 63)));
        Assert.Equal("has a value of 64 characters, 63 are allowed", LabelSyntax.ValueError(new string('a', 64)));
        Assert.Null(LabelSyntax.KeyError(new string('a', 63)));
        Assert.Equal("has a name of 64 characters, 63 are allowed", LabelSyntax.KeyError(new string('a', 64)));
        Assert.Null(LabelSyntax.KeyError(new string('a', 253) + "/x"));
        Assert.Equal("has a prefix of 254 characters, 253 are allowed", LabelSyntax.KeyError(new string('a', 254) + "/x"));
    }
}
