using Tagalong.Cli.Output;

namespace Tagalong.Cli.Tests.Output;

public class PrintableTests
{
    [Theory]
    [InlineData("app=[red]checkout[/] ünï 👋", "app=[red]checkout[/] ünï 👋")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m")]
    [InlineData("two\r\nlines", "two\\u000d\\u000alines")]
    [InlineData("\u009b2J\u202eevil\u2066", "\\u009b2J\\u202eevil\\u2066")]
    public void What_a_terminal_would_obey_is_shown_and_everything_else_stays(string text, string expected) =>
        Assert.Equal(expected, Printable.Of(text));
}
