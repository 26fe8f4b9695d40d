using Tagalong.Core.Text;

namespace Tagalong.Core.Tests.Text;

public class UntrustedTextTests
{
    [Theory]
    [InlineData("", 1, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("abcd", 1, "…")]
    [InlineData("a😀b", 4, "a😀b")]
    [InlineData("a😀bc", 4, "a😀…")]
    [InlineData("a😀bc", 3, "a…")]
    public void A_long_text_is_truncated_between_characters(string text, int maxLength, string expected) =>
        Assert.Equal(expected, UntrustedText.Truncate(text, maxLength));

    [Theory]
    [InlineData("prod-eu-1 ~", "prod-eu-1 ~")]
    [InlineData("größe 😀", "größe 😀")]
    [InlineData("a\r\nb\u0007\u0085", "a\uFFFD\uFFFDb\uFFFD\uFFFD")]
    [InlineData("a\u2028b\u2029c\u202Ed\u200Be", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe")]
    public void What_breaks_a_line_or_is_not_shown_is_replaced(string text, string expected) =>
        Assert.Equal(expected, UntrustedText.Sanitize(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Assert.Equal("\uFFFDx", UntrustedText.Sanitize("\uD83Dx"));
        Assert.Equal("x\uFFFD", UntrustedText.Sanitize("x\uDE00"));
    }
}
