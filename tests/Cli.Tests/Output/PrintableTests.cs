using Tagalong.Cli.Output;

namespace Tagalong.Cli.Tests.Output;

public class PrintableTests
{
    [Theory]
    [InlineData("app=[red]checkout[/] ünï 👋", "app=[red]checkout[/] ünï 👋")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m")]
    [InlineData("two\r\nlines", "two\\u000d\\u000alines")]
    [InlineData("\u009b2J\u202eevil\u2066", "\\u009b2J\\u202eevil\\u2066")]
    public void Control_characters_are_escaped_and_all_other_text_stays(string text, string expected) =>
        Assert.Equal(expected, Printable.Of(text));
}
